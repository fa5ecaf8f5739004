"""Quantiles of calibration scores that hold for a finite number of them."""

from __future__ import annotations

import math

import numpy as np

from twin.calibration.errors import ScoresTooFew
from twin.calibration.window import Floats


def finite_sample_quantile(scores: Floats, level: float) -> float:
    """Return the ⌈(n + 1)·level⌉-th smallest of exchangeable scores [n].

    A new score is at most this with a probability of at least `level`, whatever the distribution.

    Source: Vovk, Gammerman and Shafer 2005; Lei et al. 2018.

    Raises:
        ScoresTooFew: (n + 1)·level is beyond n, so no score is a bound.
    """
    rank = math.ceil((scores.size + 1) * level - 1e-9)
    if rank > scores.size or not scores.size:
        raise ScoresTooFew(
            "no score bounds the next one at this level",
            found=f"{scores.size} scores for {level:g}",
            expected="a level of at most n/(n + 1) of n scores",
        )
    return float(np.partition(scores, max(rank, 1) - 1)[max(rank, 1) - 1])


def weighted_quantile(scores: Floats, weights: Floats, own_weight: float, level: float) -> float:
    """Return the quantile of scores [n] that are like the new one to the degree of their weights.

    Source: Tibshirani, Foygel Barber, Candès and Ramdas 2019 (covariate shift).

    Raises:
        ScoresTooFew: the weights of the scores do not reach the level beside the new one's own.
    """
    order = np.argsort(scores)
    shares = np.cumsum(weights[order]) / (float(weights.sum()) + own_weight)
    rank = int(np.searchsorted(shares, level - 1e-12))
    if rank >= scores.size:
        raise ScoresTooFew(
            "the weighted scores do not reach this level",
            found=f"{float(shares[-1]) if shares.size else 0.0:.3g}",
            expected=f"at least {level:g}",
        )
    return float(scores[order][rank])
