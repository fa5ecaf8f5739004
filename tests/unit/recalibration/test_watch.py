"""Drift and probation over sequences of predictions."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from scipy.stats import chi2

from twin.recalibration.shift import PredictionErrors, Shift
from twin.recalibration.watch import MOST_REMEMBERED, Innovation, Probation, Watch
from twin.site_calibration import DriftRule, ProbationRule, ShiftRule

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
    assert watch(*[BOUND + 0.01] * 3).drift(DRIFT, now=NOW)
    assert not watch(*[BOUND - 0.01] * 3).drift(DRIFT, now=NOW)
    assert not watch(99.0, 99.0, BOUND - 0.01, 99.0, 99.0).drift(DRIFT, now=NOW)
    assert not watch(99.0, 99.0).drift(DRIFT, now=NOW)


def test_drift_is_told_once_in_a_pause() -> None:
    told = watch(99.0, 99.0, 99.0).drifted(at=NOW)
    assert told.innovations == ()
    later = told
    for index in range(3):
        later = later.with_innovation(innovation(NOW + 1 + index, 99.0))
    assert not later.drift(DRIFT, now=NOW + 3599)
    assert later.drift(DRIFT, now=NOW + 3600)


SHIFT = DriftRule(
    0.99,
    consecutive=3,
    pause_hours=1.0,
    shift=ShiftRule(20, spacing_minutes=0.0, average_run_length=50),
)


def seen(found: Watch, at: float, error: float) -> Watch:
    return found.with_prediction(
        Innovation(f"run-{at}", at, error**2, error**2, 1),
        PredictionErrors("v", at, {"flow": error}),
        SHIFT,
    )


def learned(**more: Any) -> Watch:  # noqa: ANN401
    """Return a watch with a whole reference of errors around zero."""
    found = Watch(**more)
    for index in range(20):
        found = seen(found, NOW + index, (index - 9.5) / 10)
    return found


def test_shift_within_the_band_is_a_drift_and_told_once() -> None:
    found, at, evidence = learned(), NOW + 100, None
    while evidence is None:
        found, at = seen(found, at, 1.2), at + 1
        evidence = found.drift(SHIFT, now=at)
        assert at < NOW + 120
    assert not found.innovations[-1].of_bound(0.99) > 1
    assert (evidence.rule, evidence.change) == ("shift", "higher")
    told = found.drifted(at=at)
    assert (told.shift.judged, told.innovations) == (0, ())
    for later in range(1, 3600):  # in the pause nothing is judged, and after it all is new
        told = seen(told, at + later, 1.2)
        assert told.drift(SHIFT, now=at + later) is None
    assert told.shift.judged == 0
    after = seen(told, at + 3600, 1.2)
    assert after.shift.judged == 1
    assert after.drift(SHIFT, now=at + 3600) is None


def test_prediction_that_is_known_does_not_shift_twice() -> None:
    found = learned()
    once = seen(found, NOW + 100, 1.2)
    assert once.shift.judged == 1
    assert seen(once, NOW + 100, 1.2) is once
    assert seen(once, NOW + 99.5, 1.2).shift == once.shift  # late: remembered, but not ranked


def test_version_on_probation_learns_and_is_not_judged() -> None:
    found = learned(probation=Probation(2, 1, "c", 2.0, since=0.0))
    for index in range(30):
        found = seen(found, NOW + 100 + index, 1.2)
    assert found.shift.outputs["flow"].is_complete
    assert found.shift.judged == 0
    assert found.drift(SHIFT, now=NOW + 200) is None


def test_without_the_rule_nothing_is_learned() -> None:
    errors = PredictionErrors("v", NOW, {"flow": 1.0})
    assert Watch().with_prediction(innovation(NOW, 1.0), errors, DRIFT).shift == Shift()


def test_watch_of_before_the_rule_is_read() -> None:
    raw = watch(1.0, 2.0).to_mapping()
    del raw["shift"]
    assert Watch.from_mapping(raw) == watch(1.0, 2.0)


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
    found = learned(probation=Probation(2, 1, "c", 2.0, 0.0))
    assert Watch.from_mapping(json.loads(json.dumps(found.to_mapping()))) == found
