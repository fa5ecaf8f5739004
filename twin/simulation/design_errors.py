"""Why a design of runs is refused."""

from __future__ import annotations

from twin.simulation.errors import SimulationError


class DesignInvalid(SimulationError):
    """The design of a study is wrong."""

    code = "DESIGN_INVALID"


class StudyInvalid(SimulationError):
    """The study is wrong, or does not fit its model."""

    code = "STUDY_INVALID"
