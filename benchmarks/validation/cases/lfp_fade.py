"""Remaining life of synthetic cells whose truth is known to the end."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from benchmarks.validation.case import CaseResult, Promise
from benchmarks.validation.systems.capacity_fade import Cell, fade
from benchmarks.validation.systems.fade_forecast import learned
from benchmarks.validation.systems.fade_report import group_rows, judged, mean

TITLE = "Remaining life of a synthetic fleet of cells"
PROTOCOL = """
**Synthetic**: 41 training, 42 primary and 40 secondary cells (seed 0) after the published
statistics of the real ones: lives to 0.5 of the capacity log-normal about 750, 849 and 1,229
cycles (sigma 0.35; secondary cells live longer than anything learned from), exponents 5.45 ± 0.8
(at least 2.5), a power law that each curve leaves by 0.4 % (correlated over 100 cycles), and
noise of 0.03 % per cycle. The truth is the curve to its end; nothing is extrapolated. Method,
choices and counting as for the real cells.
"""
MEDIANS = {"train": 750.0, "primary": 849.0, "secondary": 1229.0}
COUNTS = {"train": 41, "primary": 42, "secondary": 40}
LIFE_SIGMA, EXPONENT, EXPONENT_SIGMA, LEAST_EXPONENT = 0.35, 5.45, 0.8, 2.5
STRUCTURE, STRUCTURE_CYCLES, NOISE = 0.004, 100.0, 0.0003
END, SEED = 0.5, 0


def run() -> CaseResult:
    """Learn from the training cells and predict the others."""
    generator = np.random.default_rng(SEED)
    fleet = {
        name: [_cell(f"{name} {index}", median, generator) for index in range(1, COUNTS[name] + 1)]
        for name, median in MEDIANS.items()
    }
    forecast = learned(fleet.pop("train"), END)
    groups = {name: judged(forecast, forecast.lives(cells)) for name, cells in fleet.items()}
    coverage = mean(groups["primary"], "coverage")
    promises = (
        Promise("coverage of 90 %, primary", coverage, "", 0.85, 0.97),
        Promise("error, primary", mean(groups["primary"], "after"), "cycles", upper=100.0),
    )
    return CaseResult(tuple(group_rows(groups, forecast)), promises)


def _cell(name: str, median: float, generator: np.random.Generator) -> Cell:
    life = median * np.exp(LIFE_SIGMA * generator.standard_normal())
    exponent = max(generator.normal(EXPONENT, EXPONENT_SIGMA), LEAST_EXPONENT)
    parameters = np.array([np.log10(1 - END) - exponent * np.log10(life), exponent])
    cycles = np.arange(2.0, 1.5 * life)
    decay = np.exp(-1 / STRUCTURE_CYCLES)
    steps = STRUCTURE * np.sqrt(1 - decay**2) * generator.standard_normal(cycles.size)
    structure = lfilter([1.0], [1.0, -decay], steps)
    shares = fade(parameters, cycles) + structure + NOISE * generator.standard_normal(cycles.size)
    return Cell(name, cycles, shares / shares[0], cycles.size)
