"""How far the job of a conversion is, as the job itself tells.

A job may only put this one kind of event on the site's bus. What it says is a claim: the function
that records it looks up the conversion, and tells the rest of the world in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, get_args

from twin.spatial.conversion_errors import ProgressInvalid

JobStep = Literal["download", "convert", "pack", "upload"]
STEPS: tuple[JobStep, ...] = get_args(JobStep)

ENDS: Mapping[JobStep, float] = {"download": 0.1, "convert": 0.7, "pack": 0.9, "upload": 1.0}
"""Share of a job that is done after a step; no step is known to take as long as it says here."""

INTERVAL_SECONDS = 5.0
"""How often a job tells at most."""

AHEAD_SECONDS = 60.0
"""A clock further ahead is wrong: what it says last would hide all that follows."""


@dataclass(frozen=True)
class JobProgress:
    """Where a job is in its step: `fraction` from 0 to 1, None where nobody knows.

    `at` is when it was there, UTC seconds since 1970 by the clock of the job.
    """

    step: JobStep
    fraction: float | None
    at: float

    @property
    def share(self) -> float:
        """Return how much of the whole job is done, from 0 to 1."""
        begin = dict(zip(STEPS, (0.0, *ENDS.values()), strict=False))[self.step]
        return begin + (ENDS[self.step] - begin) * (self.fraction or 0.0)


@dataclass(frozen=True)
class JobProgressed:
    """A job went on; `conversion` is what its workflow knows it by, `execution` the attempt."""

    source: ClassVar[str] = "twin.spatial.job"
    detail_type: ClassVar[str] = "JobProgressed"

    conversion: str
    execution: str
    progress: JobProgress

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return {
            "conversion": self.conversion,
            "execution": self.execution,
            **asdict(self.progress),
        }

    @classmethod
    def from_detail(cls, detail: Mapping[str, Any], *, now: float) -> JobProgressed:
        """Read the `detail` of an event.

        Raises:
            ProgressInvalid: it is not what a job says, or from the future.
        """
        step, fraction = detail.get("step"), detail.get("fraction")
        if step not in STEPS:
            raise ProgressInvalid("no step of a job", found=ascii(step)[:40], where="step")
        progress = JobProgress(
            step=STEPS[STEPS.index(step)],
            fraction=None if fraction is None else _number(detail, "fraction", most=1.0),
            at=_number(detail, "at", most=now + AHEAD_SECONDS),
        )
        return cls(str(detail.get("conversion")), str(detail.get("execution")), progress)


def _number(detail: Mapping[str, Any], name: str, *, most: float) -> float:
    value: object = detail.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
        return float(value)
    raise ProgressInvalid(
        "a number that cannot be", found=ascii(value)[:40], expected=f"0 to {most}", where=name
    )
