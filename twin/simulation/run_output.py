"""One predicted variable of a run: what the model says, what is published, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.simulation.trust.measured_coverage import MeasuredCoverage, measured_coverage
from twin.simulation.trust.tally import OutputTally, RawInterval


@dataclass(frozen=True)
class RunOutput:
    """A predicted variable beside what was measured when the inputs were taken.

    `raw_lower` to `raw_upper` is what the uncertainties of the parameters imply, `lower` to `upper`
    the same, widened by what past predictions missed. `coverage` is how many of the past intervals
    of this model version held the measured value, `raw_coverage` how many raw ones would have; None
    where too few were measured.
    """

    value: float
    lower: float
    upper: float
    raw_lower: float
    raw_upper: float
    unit: str
    measured: float | None
    coverage: MeasuredCoverage | None = None
    raw_coverage: MeasuredCoverage | None = None

    @classmethod
    def of(
        cls, raw: RawInterval, tally: OutputTally, *, unit: str, measured: float | None
    ) -> RunOutput:
        """Return what is published of a raw interval after the past that `tally` holds."""
        wide, past = raw.widened(tally.widening), tally.of_present_version
        return cls(
            value=raw.value,
            lower=wide.lower,
            upper=wide.upper,
            raw_lower=raw.lower,
            raw_upper=raw.upper,
            unit=unit,
            measured=measured,
            coverage=measured_coverage([one.held for one in past]),
            raw_coverage=measured_coverage([one.held_raw for one in past]),
        )

    @classmethod
    def from_mapping(cls, item: Mapping[str, Any]) -> RunOutput:
        """Read what `asdict` wrote; older records have one interval only, which is the raw one."""
        bounds = {"raw_lower": item["lower"], "raw_upper": item["upper"]}
        coverages = {
            name: MeasuredCoverage(**item[name])
            for name in ("coverage", "raw_coverage")
            if item.get(name) is not None
        }
        return cls(**{**bounds, **item, **coverages})
