"""Simulation models of an equipment type and what they are bound to."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from twin.definition.calibration import CalibrationDefinition
from twin.definition.names import (
    EXPLAINED,
    Name,
    NotNegative,
    Part,
    Positive,
    Reference,
    Title,
    VariableName,
)
from twin.simulation.kinds import model_kinds

_FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
EXPLAINED |= {_FILE_NAME: "the name of a file of `models`, such as pump.fmu, without a folder"}

ArtefactName = Annotated[str, StringConstraints(pattern=_FILE_NAME)]


def _known_kind(name: str) -> str:
    """Return the name of a kind; raise `ValueError`."""
    names = [kind.name for kind in model_kinds()]
    if name not in names:
        raise ValueError(f"the kind of a model is one of {', '.join(names)}")
    return name


KindName = Annotated[str, AfterValidator(_known_kind)]


class ParameterDefinition(Part):
    """A parameter of the model and how well it is known (one standard deviation)."""

    value: float
    standard_uncertainty: NotNegative = 0.0


class SimulationModelDefinition(Part):
    """A model: the source of `pump.fmu` is `models/pump.py`, other files are in `models/files`."""

    title: Title | None = None
    kind: KindName | None = None
    """Where it is stated, the file must be of this kind; its content tells."""
    artefact: ArtefactName
    inputs: dict[VariableName, Reference]
    """Input variable of the model → property that feeds it."""
    outputs: dict[VariableName, Name]
    """Output variable of the model → measured property that it predicts."""
    parameters: dict[VariableName, ParameterDefinition] = Field(default_factory=dict)
    schedule_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    interval_probability: Annotated[float, Field(ge=0.5, le=0.999)] = 0.9
    horizon_seconds: Positive = 60.0
    step_seconds: Positive = 1.0
    calibration: CalibrationDefinition | None = None
    """How its parameters follow the asset; without it they stay as they are stated."""
