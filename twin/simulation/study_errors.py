"""Why a study is refused, or ends without results.

SimulationError
├── StudyUnknown           there is no such study
├── StudyTooLarge          no job would come to its end
├── StudyModelUnsupported  models of this kind are not run in studies
├── StudyNotStarted        the workflow did not take the study
├── StudyNotOver           it has no results yet, or never will
├── StudyChanged           others changed it again and again meanwhile
├── StudySuperseded        a step is of an attempt that is over
├── StudyWithoutResults    every row failed
├── StudyBlocksMissing     not every row is there
└── StudyFailed            a job or the workflow failed without saying more

What is wrong in a request is `StudyInvalid` or `DesignInvalid` (`design_errors`).
"""

from __future__ import annotations

from twin.simulation.errors import SimulationError


class StudyUnknown(SimulationError):
    """There is no such study."""

    code = "STUDY_UNKNOWN"
    status = 404


class StudyTooLarge(SimulationError):
    """No job would come to its end: one of them would run too long."""

    code = "STUDY_TOO_LARGE"


class StudyModelUnsupported(SimulationError):
    """Models of this kind are not run in studies."""

    code = "STUDY_MODEL_UNSUPPORTED"
    status = 409


class StudyNotStarted(SimulationError):
    """The workflow did not take the study."""

    code = "STUDY_NOT_STARTED"
    status = 502


class StudyNotOver(SimulationError):
    """The study has no results yet, or ended without any."""

    code = "STUDY_NOT_OVER"
    status = 409


class StudyChanged(SimulationError):
    """Others changed the study again and again meanwhile."""

    code = "STUDY_CHANGED"
    status = 409


class StudySuperseded(SimulationError):
    """A step is of an attempt that is over."""

    code = "STUDY_SUPERSEDED"
    status = 409


class StudyWithoutResults(SimulationError):
    """Every row of the study failed."""

    code = "STUDY_WITHOUT_RESULTS"
    status = 500


class StudyBlocksMissing(SimulationError):
    """Not every row of the study is there."""

    code = "STUDY_BLOCKS_MISSING"
    status = 500


class StudyFailed(SimulationError):
    """A job or the workflow failed without saying more."""

    code = "STUDY_FAILED"
    status = 500
