"""A conversion as one can follow it: of an upload, or on request of a file that is published.

QUEUED → RUNNING → SUCCEEDED
                 ↘ FAILED, CANCELLED → QUEUED (once more)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from twin.catalogue.identity import AssetId
from twin.spatial.conversion_errors import ConversionNotOver, ConversionOver
from twin.spatial.conversion_names import PREFIX, execution_name
from twin.spatial.derivative import Recipe
from twin.spatial.job_progress import JobProgress

ConversionState = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
STATES: tuple[ConversionState, ...] = get_args(ConversionState)

ORDERED, CONVERTED = 0.3, 0.95
"""Shares of the whole way that are done when the job is ordered, and when it has ended."""

KEEP_SECONDS = 90 * 24 * 3600
"""How long what published nothing is remembered; what succeeded is kept as long as its asset."""


@dataclass(frozen=True)
class Conversion:
    """One conversion; times are UTC seconds since 1970.

    `number` is the version of the file, 0 while an upload has become none. `upload_id` is empty
    where it was requested. `converter` and `recipe` are there once they are known, and not at all
    where nothing is converted. `was_cached` tells that the same recipe was done before. `execution`
    is the name of the workflow's execution, `attempt` counts from 1. `job` is how far its job said
    that it is, `moved_at` when anything was said last.
    """

    conversion_id: str
    database_id: str
    asset_key: str
    path: str
    number: int
    upload_id: str
    converter: str
    recipe: Recipe | None
    state: ConversionState
    progress: float
    step: str
    requested_by: str
    requested_by_name: str
    requested_at: float
    execution: str = ""
    attempt: int = 1
    was_cached: bool = False
    ended_at: float | None = None
    cancelled_by: str = ""
    error: Mapping[str, str] | None = None
    job: JobProgress | None = None
    moved_at: float | None = None

    @property
    def asset_id(self) -> AssetId:
        """Return the asset of the file."""
        return AssetId(self.database_id, self.asset_key)

    @property
    def key(self) -> str:
        """Return what the workflow is started with."""
        return f"{PREFIX}{self.asset_id}/{self.conversion_id}"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing goes on any more."""
        return self.state in ("SUCCEEDED", "FAILED", "CANCELLED")

    def running(self, step: str, progress: float, *, execution: str, at: float) -> Conversion:
        """Return it after a step of its workflow."""
        return replace(
            self,
            state="RUNNING",
            step=step,
            progress=progress,
            execution=execution,
            job=None,
            moved_at=at,
        )

    def is_told_by(self, execution: str, job: JobProgress) -> bool:
        """Tell whether what a job says of itself is news: it may come late, twice, or never."""
        is_own = self.state == "RUNNING" and execution == self.execution
        return is_own and (self.moved_at is None or self.moved_at < job.at)

    def worked(self, job: JobProgress) -> Conversion:
        """Return it as far as its job is; a larger job that follows begins anew."""
        progress = ORDERED + (CONVERTED - ORDERED) * job.share
        return replace(self, progress=progress, job=job, moved_at=job.at)

    def made_by(self, recipe: Recipe, *, was_cached: bool) -> Conversion:
        """Return it with its recipe."""
        return replace(self, converter=recipe.converter, recipe=recipe, was_cached=was_cached)

    def succeeded(self, number: int, *, at: float) -> Conversion:
        """Return it after its derivatives are those of a version of the file."""
        return replace(
            self,
            state="SUCCEEDED",
            step="published",
            progress=1.0,
            number=number,
            ended_at=at,
            error=None,
            job=None,
            moved_at=at,
        )

    def failed(self, error: Mapping[str, str], *, at: float) -> Conversion:
        """Return it after it published nothing; one that was to be cancelled is cancelled."""
        state: ConversionState = "CANCELLED" if self.cancelled_by else "FAILED"
        return replace(
            self,
            state=state,
            step=state.lower(),
            progress=1.0,
            ended_at=at,
            error=dict(error),
            job=None,
            moved_at=at,
        )

    def cancelled(self, subject: str) -> Conversion:
        """Return it as what somebody stops; it is over when its execution is.

        Raises:
            ConversionOver: it is over already.
        """
        if self.is_over:
            raise ConversionOver(
                "the conversion is over", found=self.state, expected="QUEUED or RUNNING"
            )
        return replace(self, cancelled_by=subject, step="cancelling")

    def again(self) -> Conversion:
        """Return it as it is begun once more.

        Raises:
            ConversionNotOver: it did not fail.
        """
        if self.state not in ("FAILED", "CANCELLED"):
            raise ConversionNotOver(
                "only what failed or was cancelled is begun again",
                found=self.state,
                expected="FAILED or CANCELLED; else ask for a conversion of the file",
            )
        return replace(
            self,
            state="QUEUED",
            step="queued",
            progress=0.0,
            attempt=self.attempt + 1,
            execution=execution_name(self.conversion_id, self.attempt + 1),
            ended_at=None,
            cancelled_by="",
            error=None,
            job=None,
            moved_at=None,
        )


def conversion_of(record: Mapping[str, Any]) -> Conversion:
    """Return the conversion of its JSON object."""
    recipe, job = record["recipe"], record.get("job")
    values = {
        "recipe": Recipe(**recipe) if recipe else None,
        "job": JobProgress(**job) if job else None,
    }
    return Conversion(**{**record, **values})
