"""Coverage of intervals on a real machine, through its failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems.local_level import followed, noise_of
from benchmarks.validation.systems.samples import sample_file
from twin.calibration.intervals.adaptive_conformal import AdaptiveConformal
from twin.calibration.intervals.coverage import coverage
from twin.calibration.intervals.split_conformal import split_conformal
from twin.calibration.window import Floats

TITLE = "Coverage of intervals on a real machine"
PROTOCOL = """
Data: temperatures of the Numenta Anomaly Benchmark (MIT): a machine (22,695 samples, 5 minutes
apart) and an office (7,267 samples, an hour apart), each with labelled failures that are left in.
Prediction: one sample ahead by a wandering level, its noise from the first 10 %; the scores of
the next 10 % are learned from, all later samples are covered or not; level 0.9. Gaussian: ±1.645
of the sigma that the filter claims. The band is the exact binomial one for the effective number
of samples (neighbours miss together). The worst fortnight is the least coverage of any 14 days in
a row.
"""
SERIES = {
    "machine": ("machine_temperature_system_failure.csv", 288),
    "office": ("ambient_temperature_system_failure.csv", 24),
}
LEVEL, SHARE, WORST_DAYS, NORMAL_90 = 0.9, 0.1, 14, 1.6449
Radii = Callable[[Floats, Floats, Floats], Floats]
"""Of residuals learned from [m], residuals to cover [n], and the filter's sigma of these [n]."""


def run() -> CaseResult:
    """Cover both series by each method."""
    rows, promises = [], []
    for name, (file, per_day) in SERIES.items():
        values = _read(file)
        first, second = int(SHARE * values.size), int(2 * SHARE * values.size)
        trace = followed(values, noise_of(values[:first]))
        residuals = trace.innovations[:, 0]
        sigmas = np.abs(residuals) / np.sqrt(np.maximum(trace.normalised_squares, 1e-300))
        new = residuals[second:]
        for word, method in METHODS.items():
            radii = method(residuals[first:second], new, sigmas[second:])
            figures = _figures(new, radii, per_day)
            rows.append(Row(f"{name}: {word}", figures))
            if word == "adaptive":
                found = figures["coverage"]
                promises.append(Promise(f"adaptive, {name}", found, "", 0.88, 0.92))
    return CaseResult(tuple(rows), tuple(promises))


def _read(name: str) -> Floats:
    file = sample_file(f"telemetry/machine-temperature/{name}")
    return np.loadtxt(file, delimiter=",", skiprows=1, usecols=1, dtype=np.float64)


def _split(learned: Floats, new: Floats, _: Floats) -> Floats:
    return np.full(new.size, split_conformal(learned, LEVEL).radius)


def _adaptive(learned: Floats, new: Floats, _: Floats) -> Floats:
    method = AdaptiveConformal(LEVEL)
    method.begin(learned)
    radii = np.empty(new.size)
    for index, residual in enumerate(new.tolist()):
        radii[index] = method.radius
        method.observe(residual)
    return radii


def _gaussian(_: Floats, new: Floats, sigmas: Floats) -> Floats:
    return np.asarray(NORMAL_90 * sigmas, dtype=np.float64)


METHODS: Mapping[str, Radii] = {"split": _split, "adaptive": _adaptive, "Gaussian": _gaussian}


def _figures(residuals: Floats, radii: Floats, per_day: int) -> dict[str, float]:
    found = coverage(residuals, -radii, radii, LEVEL)
    hits = (np.abs(residuals) <= radii).astype(np.float64)
    stretch = WORST_DAYS * per_day
    worst = np.convolve(hits, np.full(stretch, 1 / stretch), "valid").min()
    return {
        "coverage": found.share,
        "band from": found.lower,
        "to": found.upper,
        "worst fortnight": float(worst),
        "median width, degrees": float(2 * np.median(radii)),
    }
