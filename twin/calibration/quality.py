"""Whether a window is fit to calibrate by: length, gaps, stuck sensors, excitation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import hankel

from twin.calibration.errors import (
    CalibrationError,
    InputConstant,
    SensorStuck,
    WindowGaps,
    WindowTooShort,
)
from twin.calibration.window import Floats, Window


@dataclass(frozen=True)
class Requirements:
    """What a window must have.

    `longest_stuck_share`: of the samples in one unbroken repeat of a value, for an output;
    `excitation_order`: how many parameters of an input's response it must be able to tell, where a
    movement below `excitation_tolerance` of the input's size is none.
    """

    least_samples: int = 50
    longest_gap_seconds: float = 60.0
    longest_stuck_share: float = 0.2
    excitation_order: int = 2
    excitation_tolerance: float = 1e-3


def findings(window: Window, requirements: Requirements) -> tuple[CalibrationError, ...]:
    """Return everything that is wrong with a window, as the errors that would refuse it."""
    found: list[CalibrationError] = []
    count = len(window.times_seconds)
    if count < requirements.least_samples:
        found.append(
            WindowTooShort(
                "the window is too short",
                found=f"{count} samples",
                expected=f"at least {requirements.least_samples}",
            )
        )
    if count < 2:
        return tuple(found)
    for output in range(window.outputs.shape[1]):
        found += _gaps(window, output, requirements)
        found += _stuck(window, output, requirements)
    asked, tolerance = requirements.excitation_order, requirements.excitation_tolerance
    orders = [excitation_order(column, asked, tolerance) for column in window.inputs.T]
    if orders and max(orders) < asked:
        found.append(
            InputConstant(
                "no input moves enough to tell parameters apart",
                found=f"excitation of order {max(orders)}",
                expected=f"order {asked}",
                where="inputs",
            )
        )
    return tuple(found)


def require_usable(window: Window, requirements: Requirements) -> None:
    """Refuse a window that is not fit to calibrate by.

    Raises:
        WindowTooShort, WindowGaps, SensorStuck, InputConstant: the first that is found; all are
            its `findings`.
    """
    found = findings(window, requirements)
    if found:
        error = found[0]
        error.findings = found
        raise error


def _gaps(window: Window, output: int, requirements: Requirements) -> list[CalibrationError]:
    times = window.times_seconds
    measured = times[np.isfinite(window.outputs[:, output])]
    edges = np.concatenate([times[:1], measured, times[-1:]])
    longest = int(np.argmax(np.diff(edges)))
    seconds = float(edges[longest + 1] - edges[longest])
    if seconds <= requirements.longest_gap_seconds:
        return []
    return [
        WindowGaps(
            "samples are missing for too long",
            found=f"{seconds:g} s from {edges[longest]:g} s",
            expected=f"at most {requirements.longest_gap_seconds:g} s",
            where=f"output {output}",
        )
    ]


def _stuck(window: Window, output: int, requirements: Requirements) -> list[CalibrationError]:
    values = window.outputs[:, output]
    values = values[np.isfinite(values)]
    if values.size < 2:
        return []
    changes = np.flatnonzero(np.diff(values) != 0)
    ends = np.concatenate([[-1], changes, [values.size - 1]])
    longest = int(np.diff(ends).max())
    if longest <= max(requirements.longest_stuck_share * values.size, 2):
        return []
    return [
        SensorStuck(
            "a sensor repeats one value",
            found=f"{longest} of {values.size} samples in a row",
            expected=f"at most {requirements.longest_stuck_share:.0%}",
            where=f"output {output}",
        )
    ]


def excitation_order(signal: Floats, most: int, tolerance: float = 1e-6) -> int:
    """Return up to which order ≤ `most` a signal [n] is persistently exciting.

    A constant is of order 1 (0 if it is zero), one sine of order 2.

    Source: Ljung, System Identification, 2nd ed. 1999, definition 13.1: the rank of the
    covariance of as many successive values.
    """
    most = min(most, signal.size)
    blocks = hankel(signal[: signal.size - most + 1], signal[signal.size - most :])
    singular = np.linalg.svd(blocks, compute_uv=False)
    if singular[0] == 0:
        return 0
    return int((singular > tolerance * singular[0]).sum())
