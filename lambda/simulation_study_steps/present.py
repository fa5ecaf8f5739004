"""The study that a step is of, as it is now."""

from __future__ import annotations

from simulation_runtime.study_settings import table
from twin.simulation.study_errors import StudySuperseded
from twin.simulation.study_run import StudyRun


def present(study_id: str, attempt: int) -> StudyRun:
    """Return a study whose attempt goes on.

    Raises:
        StudyUnknown: there is no such study.
        StudySuperseded: the attempt is over, or another one goes on.
    """
    study = table().find(study_id)
    if study.attempt != attempt or study.state in ("FAILED", "CANCELLED"):
        raise StudySuperseded(
            "the attempt is over",
            found=f"attempt {study.attempt}, {study.state}",
            expected=f"attempt {attempt}",
            where=study_id,
        )
    return study
