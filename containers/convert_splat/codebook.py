"""256 values that stand for all values of a kind: k-means in one dimension, over a histogram.

Half of them are laid evenly over the whole range and stay there, so that no value is farther from
its own than `EVEN_STEPS` allows, however rare it is; the others go where most values are.
Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory, 1982.
"""

from __future__ import annotations

import numpy as np

from convert_splat.splats import Array

ENTRIES = 256
EVEN_ENTRIES = 128
EVEN_STEPS = EVEN_ENTRIES - 1
"""A value is at most half of one of these steps from its entry."""

BINS = 65_536
ROUNDS = 24


def fitted_codebook(values: Array) -> Array:
    """Return 256 rising values, as 32-bit floats have them, that are close to those given."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.full(ENTRIES, low, np.float32)
    counts, edges = np.histogram(values, BINS, (low, high))
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.concatenate(([0], np.cumsum(counts)))
    sums = np.concatenate(([0.0], np.cumsum(counts * middles)))
    even = np.linspace(low, high, EVEN_ENTRIES)
    shares = (np.arange(ENTRIES - EVEN_ENTRIES) + 0.5) / (ENTRIES - EVEN_ENTRIES)
    free = middles[np.searchsorted(below[1:], shares * below[-1])]
    for _ in range(ROUNDS):
        free = _moved(np.concatenate((even, free)), middles, below, sums)[EVEN_ENTRIES:]
    return np.sort(np.concatenate((even, free))).astype(np.float32)


def _moved(entries: Array, middles: Array, below: Array, sums: Array) -> Array:
    """Return entries in the middle of the values that are nearest to each, in the same order."""
    order = np.argsort(entries, kind="stable")
    ends = np.searchsorted(middles, _borders(entries[order]))
    ends = np.concatenate(([0], ends, [len(middles)]))
    count, total = np.diff(below[ends]), np.diff(sums[ends])
    moved = entries.copy()
    moved[order] = np.divide(total, count, out=entries[order], where=count > 0)
    return moved


def indices_of(values: Array, codebook: Array) -> Array:
    """Return the index of the nearest entry of each value, as bytes of the same shape."""
    return np.searchsorted(_borders(codebook.astype(float)), values).astype(np.uint8)


def _borders(rising: Array) -> Array:
    borders: Array = (rising[1:] + rising[:-1]) / 2
    return borders
