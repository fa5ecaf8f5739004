"""Intervals cover what they claim, also while the asset changes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.calibration.errors import ScoresTooFew
from twin.calibration.intervals.adaptive_conformal import AdaptiveConformal
from twin.calibration.intervals.coverage import coverage
from twin.calibration.intervals.log_ratio_conformal import log_ratio_conformal
from twin.calibration.intervals.quantile import finite_sample_quantile, weighted_quantile
from twin.calibration.intervals.split_conformal import split_conformal


def test_split_intervals_cover_nine_in_ten() -> None:
    """Over seeds the mean coverage is the nominal one, for noise that is far from Gaussian."""
    shares = []
    for seed in range(60):
        noise = np.random.default_rng(seed).standard_t(2, 1500)
        interval = split_conformal(noise[:500], 0.9)
        shares.append(np.mean(np.abs(noise[500:]) <= interval.radius))
    assert 0.88 < np.mean(shares) < 0.92


def test_adaptive_intervals_cover_through_a_shift() -> None:
    adaptive, fixed = [], []
    for seed in range(5):
        generator = np.random.default_rng(seed)
        noise = np.concatenate([generator.normal(0, 1, 500), generator.normal(0, 3, 1500)])
        method = AdaptiveConformal(0.9)
        method.begin(noise[:300])
        adaptive.append(np.mean([method.observe(value) for value in noise[300:].tolist()]))
        fixed.append(np.mean(np.abs(noise[300:]) <= split_conformal(noise[:300], 0.9).radius))
    assert 0.88 < np.mean(adaptive) < 0.92
    assert np.mean(fixed) < 0.6


def test_adaptive_coverage_holds_whatever_the_data_do() -> None:
    """The bound of Gibbs and Candès: off by at most (1 + gamma)/(gamma n)."""
    method = AdaptiveConformal(0.9, rate=0.05)
    method.begin(np.ones(50))
    hits = [method.observe(1.01**step) for step in range(1000)]
    assert abs(np.mean(hits) - 0.9) <= (1 + 0.05) / (0.05 * 1000)


def test_ratios_cover_and_correct_a_bias() -> None:
    generator = np.random.default_rng(0)
    predicted = generator.uniform(100, 3000, 3000)
    truth = predicted * np.exp(0.3 + 0.2 * (predicted < 500) * generator.standard_normal(3000)
                               + 0.1 * generator.standard_normal(3000))  # fmt: skip
    learned = log_ratio_conformal(predicted[:1500], truth[:1500], 0.9)
    lower, corrected, upper = learned.correct(predicted[1500:])
    held = truth[1500:]
    assert 0.87 < np.mean((held >= lower) & (held <= upper)) < 0.93
    assert np.abs(corrected - held).mean() < 0.5 * np.abs(predicted[1500:] - held).mean()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0.05, 0.95))
def test_the_quantile_is_the_smallest_score_that_bounds_enough(
    scores: list[float], level: float
) -> None:
    needed = (len(scores) + 1) * level
    if math.ceil(needed - 1e-9) > len(scores):
        with pytest.raises(ScoresTooFew):
            finite_sample_quantile(np.array(scores), level)
        return
    found = finite_sample_quantile(np.array(scores), level)
    assert sum(score <= found for score in scores) >= needed - 1e-6
    assert sum(score < found for score in scores) < needed


@given(st.lists(st.floats(0, 1e6), min_size=10, max_size=40))
def test_equal_weights_are_no_weights(scores: list[float]) -> None:
    weights = np.ones(len(scores))
    found = weighted_quantile(np.array(scores), weights, 1.0, 0.5)
    assert found == finite_sample_quantile(np.array(scores), 0.5)


def test_weights_that_point_elsewhere_give_no_interval() -> None:
    with pytest.raises(ScoresTooFew):
        weighted_quantile(np.ones(100), np.full(100, 1e-3), 1.0, 0.9)


def test_coverage_says_how_sure_it_is() -> None:
    generator = np.random.default_rng(0)
    truths = generator.standard_normal(2000)
    wide, narrow = np.full(2000, 1.645), np.full(2000, 1.0)
    fair = coverage(truths, -wide, wide, 0.9)
    assert not fair.is_overconfident
    assert not fair.is_conservative
    assert fair.lower < 0.9 < fair.upper
    assert coverage(truths, -narrow, narrow, 0.9).is_overconfident
    assert coverage(truths, -3 * narrow, 3 * narrow, 0.9).is_conservative


def test_misses_in_a_row_are_fewer_independent_ones() -> None:
    truths = np.repeat(np.random.default_rng(0).standard_normal(40), 50)
    found = coverage(truths, np.full(2000, -1.645), np.full(2000, 1.645), 0.9)
    assert found.effective_count < 200
    assert found.upper - found.lower > 0.05
