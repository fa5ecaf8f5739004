"""A real cell: fitted at one temperature, and refused at another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.validation.case import CaseResult, Figure, Promise, Row
from benchmarks.validation.systems.lg_m50 import (
    RATES,
    CellWithHeat,
    discharge,
    slow_discharge,
    space,
)
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.backtest import back_test
from twin.calibration.estimate import Estimate
from twin.calibration.estimators import estimator
from twin.calibration.gate import Gate
from twin.calibration.intervals.split_conformal import split_conformal
from twin.calibration.parameter_set import ConditionRange, Origin, parameter_set
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats, Run

TITLE = "Real LG M50 cells, 25 °C and 10 °C"
PROTOCOL = """
Data: discharges of real LG M50 cells (MIT) at half, one and two times the capacity per hour,
voltage and surface temperature, resampled to 400 even points so that the 2C run with 28,000
samples does not drown the others. Model: the open-circuit voltage from the slow discharge at 25
°C and its own drop, two RC pairs, resistances that fall with temperature, the cell's heat: 12
bounded parameters with priors; `bounded_least_squares` (soft-L1), 5 mV and 0.5 K. Fitted to all
three runs at 25 °C; root mean square errors of voltage and temperature, nominal and fitted. Held
out: the same fit without the 1C run, judged on it. At 10 °C nothing is fitted: what the
parameters of 25 °C are worth there.
"""
SIGMA = np.array([0.005, 0.5])
FITTED, OTHER = 25, 10
CONDITIONS = (ConditionRange("temperature", "degC", 20.0, 45.0),)


def run() -> CaseResult:
    """Fit at 25 °C and judge at both temperatures."""
    simulator = CellWithHeat(slow_discharge(FITTED))
    warm = [discharge(FITTED, rate) for rate in RATES]
    cold = [discharge(OTHER, rate) for rate in RATES]
    fit, seconds = with_cpu_seconds(lambda: _fit(simulator, warm))
    nominal = space().from_scale(space().initial)
    without = _fit(simulator, [warm[0], warm[2]])
    rows = [
        *(_row(one, simulator, one.name, nominal, fit.values) for one in (*warm, *cold)),
        _row(warm[1], simulator, "1C at 25 °C, held out", nominal, without.values),
    ]
    rows.append(_fit_row(fit, seconds))
    grounds = _gate_grounds(simulator, fit, cold)
    errors = [_errors(simulator, values, warm) for values in (nominal, fit.values)]
    held = [_errors(simulator, values, [warm[1]]) for values in (nominal, without.values)]
    version = parameter_set(
        fit,
        model="cell",
        asset="LG M50",
        origin=Origin(fit.method, fit.seed, "", "", ""),
        windows=(),
        conditions=CONDITIONS,
    )
    outside = version.outside({"temperature": float(OTHER)})
    promises = (
        Promise("fitted over nominal voltage error, 25 °C", errors[1] / errors[0], upper=0.8),
        Promise("the same of the held-out run", held[1] / held[0], upper=1.0),
        Promise("conditions that refuse 10 °C", float(len(outside)), lower=1.0),
    )
    return CaseResult(tuple(rows), promises, (_remark(grounds), *REMARKS))


REMARKS = (
    "The parameters are of a cell on constant currents: what moves together in such runs "
    "cannot be told apart, and the estimate says so (undetermined directions). The gate would "
    "refuse to publish them; their error is shown all the same.",
    "What is left after the fit is the structure: one slow discharge for the voltage at rest, "
    "two time constants for diffusion. The fit may also pay for voltage with temperature: see "
    "the 1C run.",
)


def _fit(simulator: CellWithHeat, runs: Sequence[Run]) -> Estimate:
    problem = CalibrationProblem(space(), tuple(runs), SIGMA, simulator=simulator)
    return estimator("bounded_least_squares").estimate(problem)


def _misses(simulator: CellWithHeat, values: Floats, run: Run) -> Floats:
    """Return the root mean square errors, V and K."""
    missed = simulator.simulate(values, run.window) - run.window.outputs
    return np.asarray(np.sqrt(np.nanmean(missed**2, axis=0)), dtype=np.float64)


def _errors(simulator: CellWithHeat, values: Floats, runs: Sequence[Run]) -> float:
    return float(np.mean([_misses(simulator, values, run)[0] for run in runs]))


def _row(run: Run, simulator: CellWithHeat, name: str, nominal: Floats, fitted: Floats) -> Row:
    before, after = (_misses(simulator, values, run) for values in (nominal, fitted))
    figures = {
        "nominal mV": 1000 * float(before[0]),
        "fitted mV": 1000 * float(after[0]),
        "nominal K": float(before[1]),
        "fitted K": float(after[1]),
    }
    return Row(name, figures)


def _fit_row(fit: Estimate, seconds: float) -> Row:
    figures: dict[str, Figure] = {
        "parameters": float(len(fit.space.parameters)),
        "undetermined directions": float(len(fit.identifiability.undetermined)),
        "at a bound": ", ".join(fit.identifiability.at_bounds) or "none",
        "simulated runs": float(fit.evaluations),
        "CPU s": seconds,
    }
    return Row("the fit at 25 °C", figures)


def _gate_grounds(simulator: CellWithHeat, fit: Estimate, cold: Sequence[Run]) -> str:
    """Judge the fit on two runs at 10 °C, intervals learned from the third; return the grounds."""
    tests = []
    for values in (space().from_scale(space().initial), fit.values):
        missed = simulator.simulate(values, cold[1].window) - cold[1].window.outputs
        intervals = [split_conformal(column, 0.9) for column in missed.T]
        tests.append(back_test(simulator, values, [cold[0], cold[2]], SIGMA, intervals))
    decision = Gate().decide(tests[0], tests[1], fit.identifiability)
    return ", ".join(sorted({ground.reason.value for ground in decision.grounds}))


def _remark(grounds: str) -> str:
    return f"The gate on the runs at 10 °C, nominal against fitted: {grounds}."
