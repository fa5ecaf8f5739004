"""Estimate, learn intervals, back-test champion and candidate, decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibrate.drift import Drift, diagnose
from calibrate.fleet import Fleet
from calibrate.runs import Parts, parts_of
from calibrate.simulators import simulator_of
from model_runtime.runtime import ModelRuntime
from twin.calibration.backtest import BackTest, back_test, require_held_out
from twin.calibration.choice import Choice, Purpose, choose, require_suitable
from twin.calibration.errors import Diverged
from twin.calibration.estimate import Estimate
from twin.calibration.gate import Decision, Gate
from twin.calibration.intervals.split_conformal import SplitConformal, split_conformal
from twin.calibration.model import Simulator
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Floats, Run
from twin.recalibration.order import CalibrationOrder
from twin.recalibration.samples import Samples

EFFORT = Effort(points_per_run=20_000)
"""A window has one run: no other drowns, so that every sample counts."""


@dataclass(frozen=True, eq=False)
class Judged:
    """One parameter vector [k] with what it predicts of the held-out part [n, p]."""

    values: Floats
    intervals: tuple[SplitConformal, ...]
    test: BackTest
    predicted: Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """All that a calibration found."""

    samples: Samples
    parts: Parts
    choice: Choice
    fleet_assets: int
    estimate: Estimate
    champion: Judged
    candidate: Judged
    decision: Decision
    drift: Drift


def calibrated(
    order: CalibrationOrder, samples: Samples, fleet: Fleet, model: ModelRuntime
) -> Outcome:
    """Calibrate a loaded model.

    Raises:
        CalibrationError: the window is of no use, or the model diverges.
        ModelBroken: the model lacks a variable, or fails for every parameter.
    """
    parts = parts_of(order, samples)
    require_held_out([parts.fit, parts.interval], [parts.held_out])
    simulator = simulator_of(order, samples.input_names, model)
    choice = choose(simulator.capabilities, Purpose.WINDOW)
    method = choice.method if order.settings.method == "auto" else order.settings.method
    sigma = np.array([item.noise for item in order.settings.outputs])
    space, assets = fleet.space(_space(order))
    problem = CalibrationProblem(
        space, (parts.fit,), sigma, simulator, seed=order.seed, effort=EFFORT
    )
    estimate = require_suitable(method, simulator.capabilities).estimate(problem)
    before = champion_values(order)
    champion = _judge(order, simulator, np.array(list(before.values())), parts, sigma)
    candidate = _judge(order, simulator, estimate.values, parts, sigma)
    gate = Gate(order.settings.gate.margin)
    decision = gate.decide(champion.test, candidate.test, estimate.identifiability)
    drift = _drift(order, simulator, champion, candidate, parts, sigma)
    return Outcome(samples, parts, choice, assets, estimate, champion, candidate, decision, drift)


def champion_values(order: CalibrationOrder) -> Mapping[str, float]:
    """Return the champion's values of what is estimated, in order."""
    values = {item.name: item.value for item in order.champion}
    return {item.name: values[item.name] for item in order.settings.parameters}


def _space(order: CalibrationOrder) -> ParameterSpace:
    """Return the parameters: they start, and have their prior, where the champion stands."""
    before = champion_values(order)
    return ParameterSpace(
        tuple(
            Parameter(
                name=item.name,
                unit=order.units.get(item.name, ""),
                initial=min(max(before[item.name], item.low), item.high),
                lower=item.low,
                upper=item.high,
                is_log_scale=item.is_log_scale,
                prior_sigma=item.prior_sigma,
            )
            for item in order.settings.parameters
        )
    )


def _judge(
    order: CalibrationOrder, simulator: Simulator, values: Floats, parts: Parts, sigma: Floats
) -> Judged:
    """Learn intervals from one part, and back-test on the part after it."""
    level = order.settings.gate.interval_probability
    learned = _simulated(simulator, values, parts.interval) - parts.interval.window.outputs
    intervals = tuple(split_conformal(column, level) for column in learned.T)
    test = back_test(simulator, values, [parts.held_out], sigma, intervals)
    return Judged(values, intervals, test, _simulated(simulator, values, parts.held_out))


def _simulated(simulator: Simulator, values: Floats, run: Run) -> Floats:
    found = simulator.simulate(values, run.window)
    if not np.isfinite(found).all():
        raise Diverged("the model gave no number", found=str(values.tolist()), where=run.name)
    return found


def _drift(
    order: CalibrationOrder,
    simulator: Simulator,
    champion: Judged,
    candidate: Judged,
    parts: Parts,
    sigma: Floats,
) -> Drift:
    measured = parts.held_out.window.outputs
    pieces = [
        (_simulated(simulator, champion.values, run) - run.window.outputs) / sigma
        for run in (parts.fit, parts.interval, parts.held_out)
    ]
    return diagnose(
        np.vstack(pieces),
        (champion.predicted - measured) / sigma,
        (candidate.predicted - measured) / sigma,
        order.settings.drift.confidence,
        np.random.default_rng(order.seed),
    )
