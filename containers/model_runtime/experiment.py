"""What is asked of a model, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twin.simulation.manifest import Capabilities, ValidRange
from twin.simulation.variables import ModelVariable

Floats = NDArray[np.float64]

LONGEST_RUN_SECONDS = 300.0
"""Processor time of one run; the child process has a limit of its own for all of them."""


@dataclass(frozen=True)
class ModelDescription:
    """What a loaded model says of itself; `standard` is such as `FMI 2.0 co-simulation`."""

    variables: tuple[ModelVariable, ...]
    step_seconds: float
    standard: str
    tool: str
    capabilities: Capabilities
    training_box: Mapping[str, ValidRange] = field(default_factory=dict)
    held_out_error: Mapping[str, float] = field(default_factory=dict)

    @property
    def output_names(self) -> tuple[str, ...]:
        """Return the names of the outputs in the order of the model."""
        return tuple(item.name for item in self.variables if item.causality == "output")


@dataclass(frozen=True)
class Experiment:
    """A number of equal steps from where the model stands.

    `inputs` has one value per step of each input that changes: it holds during that step.
    """

    step_seconds: float
    steps: int
    outputs: tuple[str, ...]
    inputs: Mapping[str, Floats] = field(default_factory=dict)
    processor_seconds: float = LONGEST_RUN_SECONDS
