"""The gate refuses what must not be published, and says why; it takes what is better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems import cell
from twin.calibration.backtest import BackTest, back_test, require_held_out
from twin.calibration.estimate import Estimate
from twin.calibration.estimators import estimator
from twin.calibration.gate import Decision, Gate, GateReason
from twin.calibration.intervals.split_conformal import SplitConformal, split_conformal
from twin.calibration.parameters import ParameterSpace
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats, Run

TITLE = "The gate before parameters are published"
PROTOCOL = """
The cell of two RC pairs, 2 mV noise, 20 seeds. The champion is the start, 14 to 27 % wrong, or
the truth where the candidate is to be no better. Fitted to 30 minutes, intervals of 90 % learned
from another 20 minutes, judged on a third 20 minutes. Better: the fit. Worse: the truth with
every resistance and capacity 10 % larger, against the truth. The same again: the truth against
itself. Not identifiable: a fit to 5 minutes at rest. Over-confident: the fit, its intervals 0.4
of the learned width. A refusal is right only where the expected ground is recorded; wrong grounds
beside it are counted too.
"""
SEEDS = range(20)
SIGMA = np.array([cell.NOISE_VOLTS])
LEVEL, NARROW = 0.9, 0.4
LEAST_TAKEN = 18
"""Of 20 good candidates: a coverage measured on 20 minutes is below its band now and then."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One calibration: what was fitted, and the windows for the intervals and the judgement."""

    fit: Estimate
    learned_on: Run
    judged_on: Run

    def tested(self, values: Floats, narrowed: float = 1.0) -> BackTest:
        """Return the back-test of parameters whose intervals are narrowed by a factor."""
        simulator = cell.CellSimulator()
        predicted = simulator.simulate(values, self.learned_on.window)
        learned = split_conformal((predicted - self.learned_on.window.outputs)[:, 0], LEVEL)
        interval = SplitConformal(LEVEL, learned.radius * narrowed, learned.count)
        return back_test(simulator, values, [self.judged_on], SIGMA, [interval])


Judge = Callable[[Trial, int], Decision]


def run() -> CaseResult:
    """Put each kind of candidate before the gate."""
    trials = [_trial(seed) for seed in SEEDS]
    kinds: dict[str, tuple[Judge, GateReason]] = {
        "better": (_better, GateReason.IMPROVES),
        "worse": (_worse, GateReason.NOT_BETTER),
        "the same again": (_same, GateReason.NOT_BETTER),
        "not identifiable": (_unidentifiable, GateReason.NOT_IDENTIFIABLE),
        "over-confident": (_overconfident, GateReason.OVERCONFIDENT),
    }
    rows, promises = [], []
    for name, (judge, expected) in kinds.items():
        decisions = [judge(trial, seed) for trial, seed in zip(trials, SEEDS, strict=True)]
        right = sum(_is_right(decision, expected) for decision in decisions)
        grounds = Counter(
            ground.reason.value for decision in decisions for ground in decision.grounds
        )
        listed = ", ".join(f"{reason} {count}" for reason, count in sorted(grounds.items()))
        rows.append(Row(name, {"decided rightly": f"{right} of {len(SEEDS)}", "grounds": listed}))
        least = LEAST_TAKEN if expected is GateReason.IMPROVES else len(SEEDS)
        promises.append(Promise(f"{name}: decided rightly", right, "of 20", lower=least))
    return CaseResult(tuple(rows), tuple(promises))


def _is_right(decision: Decision, expected: GateReason) -> bool:
    is_good = expected is GateReason.IMPROVES
    return decision.is_accepted is is_good and expected in {
        ground.reason for ground in decision.grounds
    }


def _trial(seed: int) -> Trial:
    fitted = cell.drive(100 + seed, 30)
    learned_on = cell.drive(200 + seed, 20, start_seconds=10_000)
    judged_on = cell.drive(300 + seed, 20, start_seconds=20_000)
    require_held_out([fitted, learned_on], [judged_on])
    return Trial(_fit(cell.cell_space(), fitted), learned_on, judged_on)


def _fit(space: ParameterSpace, run: Run) -> Estimate:
    problem = CalibrationProblem(space, (run,), SIGMA, simulator=cell.CellSimulator())
    return estimator("bounded_least_squares").estimate(problem)


def _start() -> Floats:
    return np.asarray(cell.TRUTH * cell.WRONG, dtype=np.float64)


def _better(trial: Trial, _: int) -> Decision:
    champion, candidate = trial.tested(_start()), trial.tested(trial.fit.values)
    return Gate().decide(champion, candidate, trial.fit.identifiability)


def _worse(trial: Trial, _: int) -> Decision:
    champion, candidate = trial.tested(cell.TRUTH), trial.tested(cell.TRUTH * 1.1)
    return Gate().decide(champion, candidate, trial.fit.identifiability)


def _same(trial: Trial, _: int) -> Decision:
    champion = trial.tested(cell.TRUTH)
    return Gate().decide(champion, champion, trial.fit.identifiability)


def _unidentifiable(trial: Trial, seed: int) -> Decision:
    """Fit a window without a current; it says nothing of what it was fitted for."""
    driven = cell.drive(400 + seed, 5).window
    still = replace(driven, inputs=np.zeros_like(driven.inputs))
    noise = cell.NOISE_VOLTS * np.random.default_rng(seed).standard_normal(still.outputs.shape)
    volts = cell.CellSimulator().simulate(cell.TRUTH, still) + noise
    fit = _fit(cell.cell_space(), Run("at rest", replace(still, outputs=volts)))
    return Gate().decide(trial.tested(_start()), trial.tested(cell.TRUTH), fit.identifiability)


def _overconfident(trial: Trial, _: int) -> Decision:
    champion, candidate = trial.tested(_start()), trial.tested(trial.fit.values, NARROW)
    return Gate().decide(champion, candidate, trial.fit.identifiability)
