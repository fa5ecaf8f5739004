"""How soon a change of a real test rig is told, and how often there was none."""

from __future__ import annotations

import numpy as np

from benchmarks.validation.case import CaseResult, Promise
from benchmarks.validation.systems.alarms import Rows, judged
from benchmarks.validation.systems.local_level import followed, noise_of
from benchmarks.validation.systems.samples import sample_file
from twin.calibration.drift.distribution_shift import distribution_shift
from twin.calibration.intervals.quantile import finite_sample_quantile
from twin.calibration.window import Floats

TITLE = "Drift of a real hydraulic rig"
PROTOCOL = """
Data: the hydraulic test rig of ZeMA (UCI, CC BY 4.0), mean cooling efficiency and power of each
of 2,205 cycles of a minute; the cooler's condition changes at cycles 732 and 1464. Innovation
test: wandering levels whose noise and whose 98 % quantile of the mean NIS of 5 cycles come from
cycles 60 to 400. Distribution test: every 20 cycles against the 100 that end 20 before them
(energy distance, 499 permutations, significance 0.01). Found: an alarm within 60 cycles of a
change; any other is false, those less than 60 cycles apart are one - also where it told of the
warming-up, or of valve, pump and accumulator, which the experiment changed all the time.
"""
CHANGES, FOUND_WITHIN = (732, 1464), 60
LEARNED, LEVEL = slice(60, 400), 0.98
SHORT, BLOCK, BEFORE, GAP = 5, 20, 100, 20


def run() -> CaseResult:
    """Watch the rig by both tests."""
    columns = [
        np.loadtxt(sample_file(f"telemetry/hydraulic-rig/{name}.txt")).mean(axis=1)
        for name in ("CE", "CP")
    ]
    cycles = np.column_stack(columns)
    alarms = {"innovations": _by_innovations(cycles), "distribution": _by_distribution(cycles)}
    changes = [(change, change + FOUND_WITHIN - 1) for change in CHANGES]
    found = {name: judged(rows, changes, FOUND_WITHIN) for name, rows in alarms.items()}
    return CaseResult(
        tuple(entry.row(name, "cycles") for name, entry in found.items()),
        tuple(
            Promise(f"changes found by the {name} test", entry.found, "of 2", lower=2)
            for name, entry in found.items()
        ),
        ("The tests tell any change; which one matters they do not know.",),
    )


def _by_innovations(cycles: Floats) -> Rows:
    traces = [followed(column, noise_of(column[LEARNED])) for column in cycles.T]
    squares = np.mean([trace.normalised_squares for trace in traces], axis=0)
    firsts = np.arange(len(cycles) // SHORT) * SHORT
    means = np.array([squares[first : first + SHORT].mean() for first in firsts])
    is_learned = (firsts >= LEARNED.start) & (firsts + SHORT <= LEARNED.stop)
    limit = finite_sample_quantile(means[is_learned], LEVEL)
    return firsts[means > limit] + SHORT - 1


def _by_distribution(cycles: Floats) -> Rows:
    generator = np.random.default_rng(0)
    lasts = np.arange(BEFORE + GAP + BLOCK - 1, len(cycles), BLOCK)
    shifted = []
    for last in lasts:
        begin = last - BLOCK + 1
        before = cycles[begin - GAP - BEFORE : begin - GAP]
        shifted.append(distribution_shift(before, cycles[begin : last + 1], generator).is_shifted)
    return lasts[shifted]
