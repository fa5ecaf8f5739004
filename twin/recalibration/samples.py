"""Series of values, brought onto one time axis: what was known of each signal at each instant."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Row = tuple[float | None, ...]


@dataclass(frozen=True)
class Samples:
    """Rows at rising `times` (UTC seconds since 1970); None is what was not known then."""

    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    times: tuple[float, ...]
    inputs: tuple[Row, ...]
    outputs: tuple[Row, ...]

    def to_json(self) -> str:
        """Return the canonical text: same samples, same bytes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Samples:
        """Read what `to_json` wrote."""
        return cls(
            input_names=tuple(raw["input_names"]),
            output_names=tuple(raw["output_names"]),
            times=tuple(raw["times"]),
            inputs=tuple(tuple(row) for row in raw["inputs"]),
            outputs=tuple(tuple(row) for row in raw["outputs"]),
        )

    @classmethod
    def of_series(
        cls,
        times: Iterable[float],
        inputs: Mapping[str, list[float | None]],
        outputs: Mapping[str, list[float | None]],
    ) -> Samples:
        """Return the samples of series by name, each with one value for every time."""
        return cls(
            input_names=tuple(inputs),
            output_names=tuple(outputs),
            times=tuple(times),
            inputs=tuple(zip(*inputs.values(), strict=True)),
            outputs=tuple(zip(*outputs.values(), strict=True)),
        )


def grid(end: float, *, hours: float, seconds: float) -> tuple[float, ...]:
    """Return the instants of a window: the last is the newest whole multiple of `seconds`."""
    last = math.floor(end / seconds) * seconds
    count = round(hours * 3600 / seconds)
    return tuple(last - seconds * (count - 1 - index) for index in range(count))


def held(
    points: Iterable[tuple[float, float]], times: Iterable[float], *, longest_seconds: float
) -> Iterator[float | None]:
    """Yield the value that holds at each time: the newest one at or before it.

    Signals are sent when they change by more than their dead band, so a value holds until the next
    one, but no longer than `longest_seconds`. Both series rise; a value that is no number ends what
    held before it.
    """
    waiting = iter(points)
    following = next(waiting, None)
    since, value = -math.inf, math.nan
    for time in times:
        while following is not None and following[0] <= time:
            since, value = following
            following = next(waiting, None)
        is_known = math.isfinite(value) and time - since <= longest_seconds
        yield value if is_known else None
