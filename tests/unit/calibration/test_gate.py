"""The gate takes what improves and refuses the worse, the undetermined and the over-confident."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.validation.systems import cell
from twin.calibration.backtest import BackTest, back_test, require_held_out
from twin.calibration.errors import HeldOutOverlaps, ParameterSetInvalid
from twin.calibration.estimate import Estimate
from twin.calibration.estimators import estimator
from twin.calibration.gate import Gate, GateReason
from twin.calibration.identifiability import Identifiability
from twin.calibration.intervals.split_conformal import SplitConformal, split_conformal
from twin.calibration.parameter_set import (
    ConditionRange,
    FitWindow,
    Origin,
    ParameterSet,
    parameter_set,
    read_parameter_set,
)
from twin.calibration.problem import CalibrationProblem
from twin.calibration.report import report
from twin.calibration.window import Floats

SIGMA = np.array([cell.NOISE_VOLTS])
FITTED = cell.drive(0, minutes=30)
CALIBRATED = cell.drive(1, minutes=20, start_seconds=10_000)
HELD_OUT = cell.drive(2, minutes=20, start_seconds=20_000)
SURE = Identifiability(10.0, (), ())


@pytest.fixture(scope="module")
def estimate() -> Estimate:
    problem = CalibrationProblem(
        cell.cell_space(), (FITTED,), SIGMA, simulator=cell.CellSimulator()
    )
    return estimator("bounded_least_squares").estimate(problem)


def back_tested(parameters: Floats, shrink: float = 1.0) -> BackTest:
    predicted = cell.CellSimulator().simulate(parameters, CALIBRATED.window)
    interval = split_conformal((predicted - CALIBRATED.window.outputs)[:, 0], 0.9)
    narrow = SplitConformal(0.9, interval.radius * shrink, interval.count)
    return back_test(cell.CellSimulator(), parameters, [HELD_OUT], SIGMA, [narrow])


def nominal() -> Floats:
    space = cell.cell_space()
    return space.from_scale(space.initial)


def test_an_improvement_is_taken(estimate: Estimate) -> None:
    require_held_out([FITTED, CALIBRATED], [HELD_OUT])
    decision = Gate().decide(
        back_tested(nominal()), back_tested(estimate.values), estimate.identifiability
    )
    assert decision.is_accepted
    assert [ground.reason for ground in decision.grounds] == [GateReason.IMPROVES]
    assert back_tested(estimate.values).error == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("factor", [1.0, 1.3])
def test_what_is_not_better_is_refused(factor: float) -> None:
    """Neither worse parameters nor the same ones again."""
    champion = back_tested(cell.TRUTH)
    decision = Gate().decide(champion, back_tested(cell.TRUTH * factor), SURE)
    assert not decision.is_accepted
    assert GateReason.NOT_BETTER in [ground.reason for ground in decision.grounds]


def test_an_error_that_is_no_number_is_not_better() -> None:
    champion = back_tested(nominal())
    broken = replace(champion, error=float("nan"))
    assert not Gate().decide(champion, broken, SURE).is_accepted


def test_what_is_not_identifiable_is_refused() -> None:
    """A fit to rest alone predicts well enough, by parameters that it never saw."""
    at_rest = cell.drive(3, minutes=5, start_seconds=30_000)
    still = replace(at_rest.window, inputs=np.zeros_like(at_rest.window.inputs))
    volts = cell.CellSimulator().simulate(cell.TRUTH, still)
    run = replace(at_rest, window=replace(still, outputs=volts))
    problem = CalibrationProblem(cell.cell_space(), (run,), SIGMA, simulator=cell.CellSimulator())
    found = estimator("bounded_least_squares").estimate(problem)
    decision = Gate().decide(back_tested(nominal()), back_tested(cell.TRUTH), found.identifiability)
    assert [ground.reason for ground in decision.grounds] == [GateReason.NOT_IDENTIFIABLE]


def test_an_over_confident_one_is_refused(estimate: Estimate) -> None:
    sure = back_tested(estimate.values, shrink=0.3)
    decision = Gate().decide(back_tested(nominal()), sure, estimate.identifiability)
    assert [ground.reason for ground in decision.grounds] == [GateReason.OVERCONFIDENT]
    assert "of output 0" in decision.grounds[0].found


def test_without_coverage_nothing_is_taken(estimate: Estimate) -> None:
    silent = replace(back_tested(estimate.values), coverages=())
    decision = Gate().decide(back_tested(nominal()), silent, estimate.identifiability)
    assert [ground.reason for ground in decision.grounds] == [GateReason.NO_COVERAGE]


def test_the_window_of_the_fit_is_no_proof() -> None:
    with pytest.raises(HeldOutOverlaps):
        require_held_out([FITTED], [replace(HELD_OUT, window=FITTED.window)])


def version(estimate: Estimate, parent: str | None = None) -> ParameterSet:
    window = FITTED.window
    return parameter_set(
        estimate,
        model="cell",
        asset="cell-1",
        origin=Origin(estimate.method, estimate.seed, "a" * 64, "b" * 64, "c0ffee"),
        windows=(FitWindow("drive", float(window.times_seconds[0]), 1799.0, window.digest),),
        conditions=(ConditionRange("temperature", "degC", 15, 35),),
        parent=parent,
    )


def test_a_version_is_the_digest_of_its_content(estimate: Estimate) -> None:
    first = version(estimate)
    assert read_parameter_set(first.to_json(), first.version) == first
    assert version(estimate, parent=first.version).version != first.version
    assert first.outside({"temperature": 20}) == ()
    assert first.outside({"temperature": 50}) == ("temperature",)
    assert first.outside({}) == ("temperature",)


def test_a_changed_or_broken_version_is_refused(estimate: Estimate) -> None:
    first = version(estimate)
    changed = first.to_json().replace('"asset":"cell-1"', '"asset":"cell-2"')
    for text in (changed, "{}", "[]", "no json"):
        with pytest.raises(ParameterSetInvalid):
            read_parameter_set(text, first.version)
    broken = replace(first, covariance=((float("nan"),),))
    with pytest.raises(ParameterSetInvalid):
        broken.to_json()


def test_the_report_tells_shifts_in_sigma(estimate: Estimate) -> None:
    before, after = back_tested(nominal()), back_tested(estimate.values)
    decision = Gate().decide(before, after, estimate.identifiability)
    champion = dict(zip(cell.cell_space().names, nominal().tolist(), strict=True))
    told = report(estimate, champion, ("old", "new"), (before, after), decision)
    resistance = told.shifts[0]
    assert resistance.before == pytest.approx(0.018)
    assert resistance.after == pytest.approx(0.015, rel=0.03)
    assert resistance.sigmas < -10
    assert json.loads(json.dumps(told.to_dict()))["decision"]["is_accepted"] is True
