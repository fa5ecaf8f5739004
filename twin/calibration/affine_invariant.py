"""The affine-invariant ensemble sampler.

Goodman and Weare, "Ensemble samplers with affine invariance", 2010: the stretch move, a = 2,
with the ensemble in two halves that move in turn (Foreman-Mackey et al. 2013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twin.calibration.autocorrelation import autocorrelation_time
from twin.calibration.errors import ProblemIncomplete
from twin.calibration.window import Floats

STRETCH = 2.0
ENOUGH_TIMES = 50
"""A chain is long enough from this many autocorrelation times on; shorter, the time is a guess."""

LogDensity = Callable[[Floats], Floats]
"""Return the log density [n] of points [n, k], up to a constant; -∞ where there is none."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Samples [steps, walkers, k], and the share of moves that were accepted."""

    samples: Floats
    acceptance: float

    @property
    def autocorrelation_times(self) -> Floats:
        """Return the autocorrelation time, in steps, of each parameter [k]."""
        return np.array(
            [autocorrelation_time(column) for column in self.samples.transpose(2, 0, 1)]
        )

    @property
    def has_enough_samples(self) -> bool:
        """Tell whether the chain is long enough for its slowest parameter."""
        return bool(len(self.samples) >= ENOUGH_TIMES * self.autocorrelation_times.max())

    @property
    def flat(self) -> Floats:
        """Return all samples [steps · walkers, k]."""
        return self.samples.reshape(-1, self.samples.shape[-1])


def sample(
    density: LogDensity,
    walkers: Floats,
    steps: int,
    generator: np.random.Generator,
) -> Chain:
    """Return a chain of `steps` from the start [walkers, k], whose densities must be finite.

    Raises:
        ProblemIncomplete: the walkers are odd in number, or fewer than 2k.
    """
    count, size = walkers.shape
    if count % 2 or count < 2 * size:
        raise ProblemIncomplete(
            "the ensemble is too small",
            found=f"{count} walkers",
            expected=f"an even number, at least {2 * size}",
        )
    position = walkers.copy()
    here = density(position)
    halves = np.arange(count // 2), np.arange(count // 2, count)
    samples = np.empty((steps, count, size))
    accepted = 0
    for step in range(steps):
        for moving, still in (halves, halves[::-1]):
            partners = position[generator.choice(still, moving.size)]
            stretch = ((STRETCH - 1) * generator.random(moving.size) + 1) ** 2 / STRETCH
            proposed = partners + stretch[:, None] * (position[moving] - partners)
            there = density(proposed)
            gain = (size - 1) * np.log(stretch) + there - here[moving]
            is_taken = np.log(generator.random(moving.size)) < gain
            taken = moving[is_taken]
            position[taken], here[taken] = proposed[is_taken], there[is_taken]
            accepted += taken.size
        samples[step] = position
    return Chain(samples, accepted / (steps * count))
