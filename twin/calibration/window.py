"""What was measured: inputs and outputs on one time axis."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.calibration.errors import WindowInvalid

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Window:
    """Samples in rising order of time.

    `times_seconds` is [n] from any epoch, `inputs` [n, m] (held until the next sample), `outputs`
    [n, p]; NaN marks an output that was not measured.

    Raises:
        WindowInvalid: the shapes do not match, times do not rise, or an input is no number.
    """

    times_seconds: Floats
    inputs: Floats
    outputs: Floats

    def __post_init__(self) -> None:
        count = self.times_seconds.size
        shapes = (self.times_seconds.shape, self.inputs.shape, self.outputs.shape)
        if any(array.ndim != 2 or len(array) != count for array in (self.inputs, self.outputs)):
            raise WindowInvalid(
                "the arrays of the window do not match",
                found=" ".join(map(str, shapes)),
                expected="[n], [n, inputs], [n, outputs]",
            )
        if not (np.isfinite(self.times_seconds).all() and (np.diff(self.times_seconds) > 0).all()):
            raise WindowInvalid("times do not rise", expected="finite, strictly rising seconds")
        if not np.isfinite(self.inputs).all():
            raise WindowInvalid("an input is no number", expected="inputs without gaps")

    @property
    def digest(self) -> str:
        """Return the SHA-256, in hexadecimal, of all samples as little-endian doubles."""
        whole = hashlib.sha256()
        for array in (self.times_seconds, self.inputs, self.outputs):
            whole.update(repr(array.shape).encode())
            whole.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
        return whole.hexdigest()

    def overlaps(self, other: Window) -> bool:
        """Tell whether two windows share an instant."""
        starts = self.times_seconds[0], other.times_seconds[0]
        ends = self.times_seconds[-1], other.times_seconds[-1]
        return bool(max(starts) <= min(ends))


@dataclass(frozen=True)
class Run:
    """One window in which the model starts from its known start, with its weight in the fit."""

    name: str
    window: Window
    weight: float = 1.0
