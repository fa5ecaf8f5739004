"""Sobol indices and elementary effects, against known functions and SALib."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from numpy.typing import NDArray

from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs import design_of
from twin.simulation.designs.morris import trajectory
from twin.simulation.sensitivity.elementary_effects import elementary_effects
from twin.simulation.sensitivity.sobol_indices import sobol_indices

NAMES = ("x1", "x2", "x3")
INPUTS = {name: {"distribution": "uniform", "low": -np.pi, "high": np.pi} for name in NAMES}
PROBLEM = {"num_vars": 3, "names": list(NAMES), "bounds": [[-np.pi, np.pi]] * 3}


def ishigami(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ishigami and Homma (1990) with a = 7, b = 0.1; its indices are known."""
    found: NDArray[np.float64] = np.sin(rows[:, 0]) + 7 * np.sin(rows[:, 1]) ** 2
    return found + 0.1 * rows[:, 2] ** 4 * np.sin(rows[:, 0])


def results(name: str, count: int, seed: int = 1) -> NDArray[np.float64]:
    design, settings = design_of({"name": name, "count": count, "inputs": INPUTS})
    return ishigami(design.rows(settings, seed, 0, design.count(settings)))


def test_sobol_indices_are_those_of_ishigami() -> None:
    found = {item.name: item for item in sobol_indices(results("saltelli", 4096), NAMES)}
    for name, first, total in (
        ("x1", 0.3139, 0.5576),
        ("x2", 0.4424, 0.4424),
        ("x3", 0.0, 0.2437),
    ):
        assert found[name].first_order == pytest.approx(first, abs=0.02)
        assert found[name].total_order == pytest.approx(total, abs=0.02)
        low, high = found[name].total_order_interval
        assert low < total < high


def test_sobol_indices_are_those_of_salib() -> None:
    from SALib.analyze import sobol  # type: ignore[import-untyped]

    values = results("saltelli", 256)
    theirs = sobol.analyze(PROBLEM, values, calc_second_order=False, num_resamples=10, seed=1)
    ours = sobol_indices(values, NAMES)
    assert [item.first_order for item in ours] == pytest.approx(theirs["S1"].tolist(), abs=0.02)
    assert [item.total_order for item in ours] == pytest.approx(theirs["ST"].tolist(), abs=0.02)


def test_failed_runs_cost_their_base_points_only() -> None:
    values = results("saltelli", 2048)
    values[::50] = np.nan
    found = sobol_indices(values, NAMES)
    assert found[0].total_order == pytest.approx(0.5576, abs=0.05)


@pytest.mark.parametrize("values", [np.ones(50), np.full(50, np.nan), np.arange(10.0)])
def test_results_that_tell_nothing_are_refused(values: NDArray[np.float64]) -> None:
    with pytest.raises(StudyInvalid):
        sobol_indices(values, NAMES)
    with pytest.raises(StudyInvalid):
        elementary_effects(np.full(8, np.nan), NAMES, seed=1)


def test_elementary_effects_are_those_of_salib() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from SALib.analyze import morris

    values = results("morris", 60)
    unit = np.concatenate([trajectory(3, 1, number) for number in range(60)])
    unit_problem = {**PROBLEM, "bounds": [[0, 1]] * 3}
    theirs = morris.analyze(unit_problem, unit, values, num_levels=4, num_resamples=10, seed=1)
    ours = elementary_effects(values, NAMES, seed=1)
    assert [item.mean for item in ours] == pytest.approx(theirs["mu"].tolist())
    assert [item.mean_absolute for item in ours] == pytest.approx(theirs["mu_star"].tolist())
    assert [item.standard_deviation for item in ours] == pytest.approx(theirs["sigma"].tolist())


def test_trajectory_moves_each_input_once_within_the_cube() -> None:
    for number in range(50):
        points = trajectory(5, 3, number)
        moved = np.diff(points, axis=0) != 0
        assert moved.sum(axis=0).tolist() == moved.sum(axis=1).tolist() == [1] * 5
        assert points.min() >= -1e-12 and points.max() <= 1 + 1e-12
