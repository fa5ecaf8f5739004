"""Simulation models of an equipment type and what they are bound to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from twin.definition.names import Name, NotNegative, Part, Positive, Reference, Title

ArtefactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.fmu$")]
VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.]{0,63}$")]


class ParameterDefinition(Part):
    """A parameter of the model and how well it is known (one standard deviation)."""

    value: float
    standard_uncertainty: NotNegative = 0.0


class SimulationModelDefinition(Part):
    """A model: the source of `pump.fmu` is `models/pump.py`."""

    title: Title | None = None
    kind: Literal["fmu"] = "fmu"
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
