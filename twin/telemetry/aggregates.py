"""Statistics of windows of time, as SiteWise computes them by itself.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/aggregates.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from twin.site_document import Signal
from twin.telemetry.errors import AggregateNotNumeric

Resolution = Literal["1m", "15m", "1h", "1d"]
Aggregate = Literal["AVERAGE", "COUNT", "MAXIMUM", "MINIMUM", "SUM", "STANDARD_DEVIATION"]

AGGREGATES: tuple[Aggregate, ...] = get_args(Aggregate)
SECONDS: dict[Resolution, int] = {"1m": 60, "15m": 900, "1h": 3_600, "1d": 86_400}
"""How long a window of each resolution is."""

NUMERIC = ("DOUBLE", "INTEGER")


def check_aggregates(signals: Sequence[Signal], aggregates: Sequence[Aggregate]) -> None:
    """Check that each signal has the statistics.

    Raises:
        AggregateNotNumeric: texts and Booleans can only be counted.
    """
    if set(aggregates) == {"COUNT"}:
        return
    for signal in signals:
        if signal.data_type not in NUMERIC:
            raise AggregateNotNumeric(
                f"{signal.alias} is no number",
                found=f"{signal.data_type} and {', '.join(aggregates)}",
                expected="COUNT alone",
                where="aggregate",
            )
