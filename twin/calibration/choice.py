"""Which method a model can bear, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from twin.calibration.errors import MethodUnsuitable
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.estimators import estimator
from twin.calibration.model import Capabilities
from twin.calibration.window import Window


class Purpose(StrEnum):
    """What an estimate is for."""

    WINDOW = "window"
    """Parameters from a window of the past."""
    TRACKING = "tracking"
    """State and parameters as values come."""
    POSTERIOR = "posterior"
    """The whole distribution of the parameters."""


class Reason(StrEnum):
    """Why a method was chosen; stable codes."""

    EXACT = "LINEAR_MODEL_IS_EXACT"
    STATE_IS_KNOWN = "STATE_CAN_BE_SET"
    RESIMULATION = "RESIMULATION_FROM_KNOWN_START"
    BLACK_BOX = "STATE_IS_HIDDEN_SO_RUNS_ARE_SIMULATED_WHOLE"
    DISTRIBUTION = "WHOLE_DISTRIBUTION_ASKED"


@dataclass(frozen=True)
class Choice:
    """A method and the reason for it."""

    method: str
    reason: Reason


def choose(capabilities: Capabilities, purpose: Purpose) -> Choice:
    """Return the method for a model.

    A model whose state is hidden is always simulated whole from its known start: a filter of its
    parameters alone blames them for what the state did, and diverges; a window that starts from a
    checkpoint carries the old parameters' state, and is wrong with a small claimed sigma.
    """
    if purpose is Purpose.POSTERIOR:
        return Choice("ensemble_monte_carlo", Reason.DISTRIBUTION)
    if purpose is Purpose.WINDOW:
        return Choice("bounded_least_squares", Reason.RESIMULATION)
    if not has_settable_state(capabilities):
        return Choice("bounded_least_squares", Reason.BLACK_BOX)
    if capabilities.is_linear:
        return Choice("kalman_filter", Reason.EXACT)
    return Choice("unscented_kalman_filter", Reason.STATE_IS_KNOWN)


def has_settable_state(capabilities: Capabilities) -> bool:
    """Tell whether a filter may set the state of a model at each sample."""
    return capabilities.has_equations or capabilities.can_save_state


def require_suitable(method: str, capabilities: Capabilities) -> Estimator:
    """Return the estimator of this name, if the model can bear it.

    Raises:
        MethodUnknown: there is no such estimator.
        MethodUnsuitable: it sets the state at each sample, and the model hides its state.
    """
    found = estimator(method)
    if found.approach is Approach.RECURSIVE and not has_settable_state(capabilities):
        raise MethodUnsuitable(
            "the model hides its state, which this method sets at each sample",
            found=method,
            expected=choose(capabilities, Purpose.TRACKING).method,
        )
    return found


def require_step(capabilities: Capabilities, window: Window) -> None:
    """Refuse a window whose samples are not whole steps of a model of a fixed step.

    Raises:
        MethodUnsuitable: a filter would have to take part of a step.
    """
    step = capabilities.fixed_step_seconds
    if step is None:
        return
    steps = np.diff(window.times_seconds) / step
    part = np.abs(steps - np.round(steps))
    if part.size and part.max() > 1e-6:
        row = int(np.argmax(part))
        raise MethodUnsuitable(
            "the samples are not whole steps of the model",
            found=f"{steps[row] * step:g} s after sample {row}",
            expected=f"multiples of {step:g} s",
        )
