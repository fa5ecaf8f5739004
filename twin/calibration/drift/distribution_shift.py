"""Whether samples of now come from another distribution than those a model was made for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from twin.calibration.errors import WindowTooShort
from twin.calibration.window import Floats

LEAST_SAMPLES = 8
MOST_SAMPLES = 500


@dataclass(frozen=True)
class Shift:
    """The energy distance of two samples and the probability of a larger one by chance."""

    distance: float
    p_value: float
    significance: float

    @property
    def is_shifted(self) -> bool:
        """Tell whether the distributions differ beyond chance."""
        return self.p_value <= self.significance


def distribution_shift(
    before: Floats,
    now: Floats,
    generator: np.random.Generator,
    significance: float = 0.01,
    permutations: int = 499,
) -> Shift:
    """Compare samples [n, k] and [m, k] in all their dimensions at once, by permutations.

    Columns are scaled by their spread in `before`. Samples must be about independent: thin a series
    by its autocorrelation time. Larger samples are thinned evenly to `MOST_SAMPLES`.

    Source: Székely and Rizzo, "Testing for equal distributions in high dimension", 2004.

    Raises:
        WindowTooShort: one of them has fewer than `LEAST_SAMPLES` samples.
    """
    if min(len(before), len(now)) < LEAST_SAMPLES:
        raise WindowTooShort(
            "there are too few samples to compare distributions",
            found=f"{len(before)} and {len(now)}",
            expected=f"at least {LEAST_SAMPLES} of each",
        )
    first, second = _thinned(before), _thinned(now)
    scale = first.std(axis=0)
    whole = np.vstack([first, second]) / np.where(scale > 0, scale, 1.0)
    distances = cdist(whole, whole)
    labels = np.arange(len(whole)) < len(first)
    found = _energy(distances, labels)
    larger = sum(
        _energy(distances, generator.permutation(labels)) >= found for _ in range(permutations)
    )
    return Shift(found, (1 + larger) / (1 + permutations), significance)


def _thinned(samples: Floats) -> Floats:
    if len(samples) <= MOST_SAMPLES:
        return samples
    rows = np.linspace(0, len(samples) - 1, MOST_SAMPLES).astype(np.intp)
    return np.asarray(samples[rows], dtype=np.float64)


def _energy(distances: Floats, is_first: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    share = is_first / is_first.sum() - ~is_first / (~is_first).sum()
    return float(-share @ distances @ share)
