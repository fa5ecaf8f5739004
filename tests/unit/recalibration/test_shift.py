"""Shift of errors: how seldom by chance, how soon when there is one, and what does not count."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict
from statistics import fmean, median

import pytest

from twin.recalibration.output_shift import CHANGES, OutputShift, bet
from twin.recalibration.shift import PredictionErrors, Shift
from twin.site_calibration import ShiftRule

RULE = ShiftRule(reference=96, spacing_minutes=30.0, average_run_length=150.0)
SHORT = ShiftRule(reference=40, spacing_minutes=30.0, average_run_length=50.0)
STEP = RULE.spacing_minutes * 60
LARGEST_ITEM_BYTES = 400 * 1024
"""Of DynamoDB."""

Errors = Iterator[dict[str, float]]


def normal(
    generator: random.Random, *, bias: float = 0.0, spread: float = 1.0, slope: float = 0.0
) -> Errors:
    """Yield errors of two outputs; that of `flow` changes after the reference."""
    for count in range(-RULE.reference, 1_000_000):
        moved = (bias, spread) if count >= 0 else (0.0, 1.0)
        drift = slope * max(0, count)
        flow = generator.gauss(0.0, 1.0) * moved[1] + moved[0] + drift
        yield {"flow": flow, "power": generator.gauss(0.0, 1.0)}


def alike(generator: random.Random) -> Errors:
    """Yield errors of two outputs that nearly always err together, with long tails."""
    while True:
        common = generator.gauss(0.0, 1.0) ** 3
        yield {"flow": common, "power": common + generator.gauss(0.0, 0.3)}


def remembering(generator: random.Random, memory: float) -> Errors:
    """Yield errors that are correlated with the one before."""
    error = generator.gauss(0.0, 1.0)
    while True:
        error = memory * error + math.sqrt(1 - memory**2) * generator.gauss(0.0, 1.0)
        yield {"flow": error}


def run_length(errors: Errors, rule: ShiftRule, most: int) -> int:
    """Return after how many judged predictions a shift is told, `most` at the latest."""
    shift, at = Shift(), 0.0
    for by_output in errors:
        at += STEP
        shift = shift.with_errors(PredictionErrors("v", at, by_output), rule, is_judged=True)
        if shift.judged >= most or shift.found(rule) is not None:
            return shift.judged
    raise AssertionError("the errors ended")


@pytest.mark.parametrize("errors", [normal, alike])
def test_false_alarms_are_no_nearer_than_stated(
    errors: Callable[[random.Random], Errors],
) -> None:
    """The threshold is the average run length; runs that are cut off only make it shorter."""
    generator = random.Random(7)
    found = [run_length(errors(generator), SHORT, 200) for _ in range(30)]
    assert fmean(found) > SHORT.average_run_length
    assert min(found) < 200  # an alarm by chance does come


@pytest.mark.parametrize(
    ("changes", "half_within"),
    [({"bias": 1.0}, 20), ({"bias": -1.0}, 20), ({"spread": 2.0}, 20), ({"slope": 0.01}, 100)],
)
def test_shift_is_told_soon(changes: dict[str, float], half_within: int) -> None:
    generator = random.Random(11)
    found = [run_length(normal(generator, **changes), RULE, 1000) for _ in range(25)]
    assert median(found) <= half_within
    assert sum(one > 4 * half_within for one in found) <= 2


def test_errors_that_remember_each_other_alarm_too_often() -> None:
    """The promise is for independent errors; `spacing_minutes` is there to make them so."""
    generator = random.Random(5)
    found = [run_length(remembering(generator, 0.8), SHORT, 200) for _ in range(30)]
    assert fmean(found) < SHORT.average_run_length


def test_bets_gain_nothing_by_chance() -> None:
    """Over all ranks, each equally likely, a bet keeps what was staked."""
    for change in CHANGES:
        parts = [bet(change, part / 8, (part + 1) / 8) for part in range(8)]
        assert fmean(parts) == pytest.approx(1.0)
    assert bet("higher", 0.9, 1.0) == pytest.approx(bet("lower", 0.0, 0.1))
    assert bet("higher", 0.9, 1.0) > 1 > bet("higher", 0.0, 0.1)
    assert min(bet("wider", 0.0, 0.1), bet("wider", 0.9, 1.0)) > 1 > bet("wider", 0.4, 0.6)


def test_what_was_found_is_told_with_its_figures() -> None:
    generator = random.Random(3)
    shift, at, evidence = Shift(), 0.0, None
    for by_output in normal(generator, bias=-1.5):
        at += STEP
        shift = shift.with_errors(PredictionErrors("v", at, by_output), RULE, is_judged=True)
        evidence = shift.found(RULE)
        if evidence is not None:
            break
    assert evidence is not None
    assert (evidence.rule, evidence.output, evidence.change) == ("shift", "flow", "lower")
    assert evidence.statistic >= evidence.threshold == 150.0
    assert (evidence.predictions, evidence.reference) == (shift.judged, 96)
    again = shift.restarted()
    assert again.found(RULE) is None
    assert again.outputs["flow"].reference == shift.outputs["flow"].reference
    assert sum(again.outputs["flow"].weights) == 97


def test_equal_errors_are_no_shift() -> None:
    """A signal that stands still gives one error for ever: no rank is better than another."""
    output = OutputShift()
    for _ in range(20):
        output = output.learning(0.25, 20)
    for _ in range(1000):
        output = output.judging(0.25)
    assert output.sums == (1.0, 1.0, 1.0)


def test_late_repeated_and_near_predictions_do_not_count() -> None:
    first = Shift().with_errors(told(10 * STEP, 1.0), RULE, is_judged=True)
    assert len(first.outputs["flow"].reference) == 1
    for at in (10 * STEP, 10 * STEP + 0.9 * STEP, 5 * STEP):
        assert first.with_errors(told(at, 2.0), RULE, is_judged=True) is first
    unspaced = ShiftRule(reference=96, spacing_minutes=0.0, average_run_length=300.0)
    assert first.with_errors(told(10 * STEP, 2.0), unspaced, is_judged=True) is first
    second = first.with_errors(told(11 * STEP, 2.0), RULE, is_judged=True)
    assert second.outputs["flow"].reference == (1.0, 2.0)


def test_other_version_has_its_own_reference() -> None:
    shift = Shift()
    for count in range(100):
        shift = shift.with_errors(told((count + 1) * STEP, count % 7), RULE, is_judged=True)
    assert shift.judged == 4
    other = shift.with_errors(told(200 * STEP, 9.0, version="w"), RULE, is_judged=True)
    assert (other.version, other.judged) == ("w", 0)
    assert other.outputs["flow"].reference == (9.0,)


def test_half_a_reference_does_not_outlive_a_drift() -> None:
    shift = Shift().with_errors(told(STEP, 9.0), RULE, is_judged=True)
    assert shift.restarted().outputs["flow"].reference == ()


def test_nothing_is_compared_that_is_not_to_be_judged() -> None:
    shift = Shift()
    for count in range(200):
        shift = shift.with_errors(told((count + 1) * STEP, count % 7), RULE, is_judged=False)
    assert shift.outputs["flow"].is_complete
    assert (shift.judged, sum(shift.outputs["flow"].weights)) == (0, 97)


def test_largest_shift_fits_into_its_item() -> None:
    rule = ShiftRule(reference=500, spacing_minutes=0.0, average_run_length=300.0)
    generator = random.Random(1)
    shift = Shift()
    for count in range(600):
        errors = {f"output_{number}": generator.gauss(0.0, 1e-3) for number in range(20)}
        shift = shift.with_errors(PredictionErrors("v", count + 1.0, errors), rule, is_judged=True)
    text = json.dumps(asdict(shift))
    assert Shift.from_mapping(json.loads(text)) == shift
    assert len(text) < 0.75 * LARGEST_ITEM_BYTES


def told(at: float, error: float, version: str = "v") -> PredictionErrors:
    return PredictionErrors(version, at, {"flow": float(error)})
