"""Drift and probation over sequences of predictions."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from scipy.stats import chi2

from twin.recalibration.watch import MOST_REMEMBERED, Innovation, Probation, Watch
from twin.site_calibration import DriftRule, ProbationRule

DRIFT = DriftRule(confidence=0.99, consecutive=3, pause_hours=1.0)
PROBATION = ProbationRule(predictions=4, confidence=0.95)
NOW = 1e6


def innovation(at: float, squared: float, degrees: int = 2) -> Innovation:
    return Innovation(f"run-{at}", at, squared, squared, degrees)


def watch(*squares: float, **more: Any) -> Watch:  # noqa: ANN401
    found = Watch(**more)
    for index, squared in enumerate(squares):
        found = found.with_innovation(innovation(100.0 + index, squared))
    return found


BOUND = float(chi2.ppf(0.99, 2))


def test_drift_is_so_many_in_a_row_beyond_the_band() -> None:
    assert watch(*[BOUND + 0.01] * 3).is_drifting(DRIFT, now=NOW)
    assert not watch(*[BOUND - 0.01] * 3).is_drifting(DRIFT, now=NOW)
    assert not watch(99.0, 99.0, BOUND - 0.01, 99.0, 99.0).is_drifting(DRIFT, now=NOW)
    assert not watch(99.0, 99.0).is_drifting(DRIFT, now=NOW)


def test_drift_is_told_once_in_a_pause() -> None:
    told = watch(99.0, 99.0, 99.0).drifted(at=NOW)
    assert told.innovations == ()
    later = told
    for index in range(3):
        later = later.with_innovation(innovation(NOW + 1 + index, 99.0))
    assert not later.is_drifting(DRIFT, now=NOW + 3599)
    assert later.is_drifting(DRIFT, now=NOW + 3600)


def test_version_is_worse_beyond_what_the_champion_seldom_exceeds() -> None:
    probation = Probation(2, 1, "c", champion_error=2.0, since=0.0)
    bound = 2.0 * math.sqrt(chi2.ppf(0.95, 8) / 8)
    assert probation.bound(8, 0.95) == pytest.approx(bound)
    for factor, is_worse in ((1.01, True), (0.99, False)):
        # Two outputs each: a sum of squares of 2 e² is an error of e.
        found = watch(*[2 * (factor * bound) ** 2] * 4, probation=probation)
        assert (found.worse(PROBATION) is not None) is is_worse
        assert found.has_passed(PROBATION) is not is_worse


def test_too_few_predictions_say_nothing() -> None:
    probation = Probation(2, 1, "c", champion_error=2.0, since=0.0)
    found = watch(1e6, 1e6, 1e6, probation=probation)
    assert found.worse(PROBATION) is None
    assert not found.has_passed(PROBATION)


def test_prediction_of_before_the_activation_is_not_of_the_version() -> None:
    probation = Probation(2, 1, "c", champion_error=2.0, since=500.0)
    found = Watch(probation=probation).with_innovation(innovation(500.0, 1.0))
    assert found.innovations == ()


def test_prediction_counts_once_whenever_it_comes() -> None:
    found = watch(1.0, 2.0, 3.0)
    assert found.with_innovation(innovation(101.0, 2.0)) is found
    late = found.with_innovation(innovation(100.5, 9.0))
    assert [one.squared for one in late.innovations] == [1.0, 9.0, 2.0, 3.0]


def test_memory_is_bounded() -> None:
    found = watch(*range(MOST_REMEMBERED + 10))
    assert len(found.innovations) == MOST_REMEMBERED
    assert found.with_innovation(innovation(1.0, 5.0)) is found


def test_watch_comes_back_as_it_was() -> None:
    found = watch(1.0, 2.0, probation=Probation(2, 1, "c", 2.0, 0.0)).drifted(at=3.0)
    assert Watch.from_mapping(json.loads(json.dumps(found.to_mapping()))) == found
