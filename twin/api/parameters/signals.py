"""Parameters of the operations in `twin.api.routes.signals`."""

from __future__ import annotations

from twin.api.parameters.common import limit
from twin.api.parameters.parameter import Parameter
from twin.telemetry.aggregates import AGGREGATES, SECONDS
from twin.telemetry.axis import METHODS, QUALITIES

MAXIMUM_SIGNALS = 16
"""What one batch read of SiteWise takes."""

LEAST_STEP_SECONDS = 0.001
MOST_STEP_SECONDS = 366 * 86_400.0
MAXIMUM_READINGS = 50_000
"""Instants times signals of one page: keeps an answer below the 6 MB of a function's response."""

_ALIAS = "The alias of a signal"

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getLatestValues": {
        "alias": Parameter(
            f"{_ALIAS}; none are all", minimum_length=1, maximum_length=256, repeated=True
        )
    },
    "getHistory": {
        "alias": Parameter(_ALIAS, minimum_length=1, maximum_length=256, required=True),
        "quality": Parameter("The quality of the values", choices=QUALITIES, default="GOOD"),
        "limit": limit(1_000, 10_000),
    },
    "getAggregates": {
        "alias": Parameter(
            _ALIAS, minimum_length=1, maximum_length=256, required=True, repeated=True
        ),
        "resolution": Parameter("The length of a window", choices=tuple(SECONDS), default="1h"),
        "aggregate": Parameter("A statistic; none is AVERAGE", choices=AGGREGATES, repeated=True),
        "limit": limit(1_000, 4_000),
    },
    "getValues": {
        "alias": Parameter(
            _ALIAS, minimum_length=1, maximum_length=256, required=True, repeated=True
        ),
        "method": Parameter(
            "What a value between two samples is", choices=METHODS, default="previous"
        ),
        "step": Parameter(
            "Seconds between two instants; a sixtieth of the range by default",
            "number",
            minimum=LEAST_STEP_SECONDS,
            maximum=MOST_STEP_SECONDS,
        ),
        "limit": Parameter(
            f"The most instants on a page; times signals it is at most {MAXIMUM_READINGS}",
            "integer",
            minimum=1,
            maximum=MAXIMUM_READINGS,
        ),
    },
}
