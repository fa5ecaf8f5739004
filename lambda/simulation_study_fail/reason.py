"""Why a study gave no results, as an error with a code."""

from __future__ import annotations

from collections.abc import Mapping

from simulation_runtime.step_failures import raised_error, words_of
from simulation_runtime.study_settings import storage
from twin.simulation.study_errors import StudyFailed
from twin.simulation.study_keys import errors_prefix
from twin_runtime.job_errors import error_of_job


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`, one of ours under its own code."""
    raised = raised_error(failure)
    if raised is not None:
        return raised
    return StudyFailed("a step of the study failed", found=words_of(failure)).to_dict()


def reason_of_end(status: str) -> dict[str, str]:
    """Return the error of an execution that is over without having recorded why."""
    return StudyFailed(
        "the workflow ended without results; the same request again goes on with what is there",
        found=status,
    ).to_dict()


def reason_of_jobs(study_id: str, attempt: int) -> dict[str, str] | None:
    """Return the first typed error that the jobs of an attempt wrote, if any did."""
    prefix, bucket = errors_prefix(study_id, attempt), storage()
    for name in sorted(bucket.names(prefix)):
        if error := error_of_job(bucket.read(prefix + name)):
            return error
    return None
