"""What a study costs: before, from the speed of its model; after, from the seconds of its jobs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from twin.simulation.chunks import children, processor_seconds

LEAST_BILLED_SECONDS = 60.0
"""Of each job: https://aws.amazon.com/fargate/pricing/"""


@dataclass(frozen=True)
class JobPrice:
    """What a second of one job of a study costs in US dollars, by the price file of a date."""

    usd_per_second: float
    prices_of: str


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a study is expected to take; None where nobody measured yet how fast the model steps.

    `processor_seconds` of all runs, `chunks` that run at once where there is room, `cost_usd` of
    their jobs and of the one that collects.
    """

    rows: int
    steps: int
    steps_per_second: float | None
    processor_seconds: float | None
    chunks: int | None
    cost_usd: float | None
    prices_of: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class JobSeconds:
    """What jobs took by the clock and of their processors; a job is billed a minute at least."""

    jobs: int
    seconds: float
    processor_seconds: float
    billed_seconds: float


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What the jobs of a study took and cost: of each the attempt that came to its end.

    `seconds` by the clock and `processor_seconds` are added up over jobs.
    """

    jobs: int
    seconds: float
    processor_seconds: float
    cost_usd: float
    prices_of: str


def estimate(*, rows: int, steps: int, steps_per_second: float | None, price: JobPrice) -> Estimate:
    """Return what a study is expected to take and cost."""
    if steps_per_second is None:
        return Estimate(
            rows=rows,
            steps=steps,
            steps_per_second=None,
            processor_seconds=None,
            chunks=None,
            cost_usd=None,
            prices_of=price.prices_of,
        )
    seconds = processor_seconds(rows, steps, steps_per_second)
    chunks = min(children(seconds), rows)
    collecting = LEAST_BILLED_SECONDS if chunks > 1 else 0.0
    billed = chunks * max(LEAST_BILLED_SECONDS, seconds / chunks) + collecting
    return Estimate(
        rows=rows,
        steps=steps,
        steps_per_second=steps_per_second,
        processor_seconds=round(seconds, 3),
        chunks=chunks,
        cost_usd=billed * price.usd_per_second,
        prices_of=price.prices_of,
    )


def job_seconds(jobs: Iterable[tuple[float, float]]) -> JobSeconds:
    """Return the sum over jobs, of which each has seconds by the clock and of its processor."""
    taken = list(jobs)
    return JobSeconds(
        jobs=len(taken),
        seconds=round(sum(seconds for seconds, _ in taken), 3),
        processor_seconds=round(sum(processor for _, processor in taken), 3),
        billed_seconds=round(sum(max(LEAST_BILLED_SECONDS, one) for one, _ in taken), 3),
    )


def usage_of(taken: JobSeconds, price: JobPrice) -> Usage:
    """Return what jobs took together with what they cost."""
    return Usage(
        jobs=taken.jobs,
        seconds=taken.seconds,
        processor_seconds=taken.processor_seconds,
        cost_usd=taken.billed_seconds * price.usd_per_second,
        prices_of=price.prices_of,
    )
