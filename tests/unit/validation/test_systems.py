"""The systems of the suite are what their protocols say: they are the truth of everything else."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.validation.systems import alarms, cell
from benchmarks.validation.systems.capacity_fade import end_cycle, extended, fade, fitted
from benchmarks.validation.systems.ev_fleet import cell_volts, drive_fleet, predicted_volts
from benchmarks.validation.systems.hidden_cell import CellFrom
from benchmarks.validation.systems.linear import batch_posterior, linear_case
from benchmarks.validation.systems.local_level import noise_of
from twin.calibration.window import Window


def test_the_batch_posterior_of_one_sample_is_bayes_rule() -> None:
    case = linear_case(4, samples=9)
    found = batch_posterior(case, 1)
    matrix, noise = case.model.observation, case.noise.observation
    gain = matrix.T @ np.linalg.inv(matrix @ matrix.T + noise)
    np.testing.assert_allclose(found.mean, gain @ case.window.outputs[0], atol=1e-12)
    np.testing.assert_allclose(found.covariance, np.eye(4) - gain @ matrix, atol=1e-12)


def test_a_run_of_a_system_is_another_and_the_system_the_same() -> None:
    first, again, other = (linear_case(3, 20, run) for run in (0, 0, 1))
    np.testing.assert_array_equal(first.states, again.states)
    np.testing.assert_array_equal(first.model.transition, other.model.transition)
    assert (first.states != other.states).any()


def test_both_forms_of_the_cell_are_one_cell() -> None:
    run = cell.drive(5, minutes=10)
    equations, states = cell.CellEquations(), np.array([[cell.FULL, 0.0, 0.0]])
    truth = cell.TRUTH[None]
    volts = [equations.observe(states, truth, run.window.inputs[0])[0, 0]]
    for before, now in zip(run.window.inputs[:-1], run.window.inputs[1:], strict=True):
        states = equations.propagate(states, truth, before, 1.0)
        volts.append(equations.observe(states, truth, now)[0, 0])
    whole = cell.CellSimulator().simulate(cell.TRUTH, run.window)[:, 0]
    np.testing.assert_allclose(whole, volts, atol=1e-12)


def test_a_window_from_its_state_goes_on_as_the_whole_run_does() -> None:
    window = cell.drive(6, minutes=10).window
    first, second = (
        Window(window.times_seconds[rows], window.inputs[rows], window.outputs[rows])
        for rows in (slice(0, 250), slice(250, None))
    )
    start = CellFrom(np.array([cell.FULL, 0.0, 0.0]))
    later = CellFrom(start.after(cell.TRUTH, first))
    parts = [start.simulate(cell.TRUTH, first), later.simulate(cell.TRUTH, second)]
    whole = cell.CellSimulator().simulate(cell.TRUTH, window)
    np.testing.assert_allclose(np.vstack(parts), whole, atol=1e-12)


def test_the_fleet_has_the_published_shares() -> None:
    """40 % of the points lie beyond the battery, 19 % of the routes are served to their end."""
    fleet = drive_fleet(200, seed=1)
    assert fleet.dropped_share == pytest.approx(0.4, abs=0.02)
    assert np.nanmean(fleet.served) == pytest.approx(0.19, abs=0.04)
    assert (fleet.wear[:, 0] == 0).all()
    driven = np.isfinite(fleet.wear).sum(axis=1)
    assert set(driven.tolist()) == {5, 6, 7, 8, 9, 10}


def test_wear_shrinks_both_axes_of_the_voltage() -> None:
    energies = np.array([0.0, 4.6, 4.9])
    np.testing.assert_allclose(cell_volts(energies, np.zeros(3))[:2], [4.75, 4.0])
    worn = np.full(3, 0.05)
    assert cell_volts(energies, worn)[0] == pytest.approx(4.75 * 0.95)
    assert np.isnan(cell_volts(energies, worn)[2])
    assert predicted_volts(energies, worn)[2] == pytest.approx(2.0 * 0.95)


def test_a_power_law_is_found_and_ends_where_it_says() -> None:
    truth = np.array([-12.0, 4.0])
    cycles = np.arange(2.0, 700.0)
    curve = extended("one", cycles, 1.1 * fade(truth, cycles))
    found, covariance = fitted(curve, np.array([-15.77, 5.45]), curve.measured)
    np.testing.assert_allclose(found, truth, rtol=1e-4)
    assert (np.linalg.eigvalsh(covariance) > 0).all()
    assert fade(truth, end_cycle(truth, 0.9)) == pytest.approx(0.9)
    assert curve.cycles[curve.first_at(0.9)] == np.ceil(end_cycle(truth, 0.9))
    later = np.diff(curve.shares[curve.measured :])
    np.testing.assert_allclose(later, later[0], rtol=1e-6)


def test_the_noise_of_a_wandering_level_is_found() -> None:
    generator = np.random.default_rng(0)
    level = np.cumsum(0.5 * generator.standard_normal(20_000))
    noise = noise_of(level + 2 * generator.standard_normal(level.size))
    assert noise.observation[0, 0] == pytest.approx(4, rel=0.05)
    assert noise.process[0, 0] == pytest.approx(0.25, rel=0.5)


def test_alarms_are_judged_by_their_changes() -> None:
    rows = np.array([3, 52, 55, 90, 91, 300])
    found = alarms.judged(rows, [(50, 60), (200, 210)], together=10, per_unit=2)
    assert (found.found, found.changes, found.delays) == (1, 2, (1.0,))
    assert found.false_alarms == 3
    assert alarms.judged(np.array([], dtype=np.intp), [(0, 1)], 1).false_alarms == 0
