"""What an estimator is given of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from twin.calibration.window import Floats, Window


@dataclass(frozen=True)
class Capabilities:
    """What a model can do.

    `has_equations`: its states may be set freely and propagated many at once (`StateSpaceModel`);
    `can_save_state`: a complete state, solver and all, may be saved and set again; `can_batch`:
    many parameter vectors in one call; `fixed_step_seconds`: the only step that it takes, if any.
    """

    has_equations: bool = False
    can_save_state: bool = False
    can_batch: bool = False
    is_linear: bool = False
    fixed_step_seconds: float | None = None


class Simulator(Protocol):
    """Simulate a whole window again from the model's known start."""

    @property
    def capabilities(self) -> Capabilities:
        """Return what the model can do."""
        ...

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the outputs [n, p] for physical parameters [k]; NaN where it gave no number."""
        ...


class StateSpaceModel(Protocol):
    """A model as equations x' = f(x, u, dt), y = h(x, u), for many states at once.

    States are [n, k], inputs [m], outputs [n, p]; p needs not be k.
    """

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the states [n, k] after `seconds` of these inputs, held."""
        ...

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the outputs [n, p] in these states."""
        ...


class ParametricModel(Protocol):
    """A state-space model whose equations have parameters: physical ones, [n, q], one row each."""

    def propagate(
        self, states: Floats, parameters: Floats, inputs: Floats, seconds: float
    ) -> Floats:
        """Return the states [n, k] after `seconds` of these inputs, held."""
        ...

    def observe(self, states: Floats, parameters: Floats, inputs: Floats) -> Floats:
        """Return the outputs [n, p] in these states."""
        ...
