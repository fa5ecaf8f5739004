"""Parameter and start of an oscillator, from noisy samples, by whole runs of its FMU."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

from benchmarks.harness import Unavailable
from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems.fmus import c_fmu, python_fmu
from benchmarks.validation.systems.image import in_image
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.parameters import Parameter
from twin.calibration.window import Floats

TITLE = "Recovery of an oscillator by its FMU"
PROTOCOL = """
Van der Pol's oscillator, mu 1.7, from (2, 0): 400 samples of both states, 0.05 s apart, noise of
sigma 0.02 (seed 0). Truth by DOP853 (relative tolerance 1e-11), which shares no code with the
FMUs. Three unknowns: mu from 1.2 (0.5 to 4), both start values from (1.8, 0.2) (-4 to 4); bounded
least squares over whole runs of the FMU, all samples compared. Reference: SciPy's `least_squares`
around its own DOP853, the same start and bounds. Errors of mu also in its claimed sigma.
"""
TRUE = np.array([1.7, 2.0, 0.0])
PARAMETERS = (
    Parameter("mu", "1", 1.2, 0.5, 4),
    Parameter("x0", "1", 1.8, -4, 4),
    Parameter("x1", "1", 0.2, -4, 4),
)
TIMES = 0.05 * np.arange(401)
SIGMA, SEED = 0.02, 0
MOST_ERROR, MOST_SIGMAS = 0.01, 4.0


def run() -> CaseResult:
    """Recover by each FMU that can be made here."""
    noise = SIGMA * np.random.default_rng(SEED).standard_normal((TIMES.size, 2))
    measured = _solved(TRUE) + noise
    rows, promises, remarks = [], [], []
    with tempfile.TemporaryDirectory() as name:
        for word, build in (("C", c_fmu), ("pythonfmu", python_fmu)):
            try:
                found = _recovered(build("van_der_pol", Path(name)), measured)
            except Unavailable as reason:
                remarks.append(f"{word}: not run: {reason}")
                continue
            rows.append(_row(f"FMU, {word}", found))
            promises += _promises(word, found)
    if not rows:
        raise Unavailable("; ".join(remarks))
    rows.append(_reference(measured))
    return CaseResult(tuple(rows), tuple(promises), tuple(remarks))


def _solved(values: Floats) -> Floats:
    mu, *start = values
    found = solve_ivp(
        lambda _, x: (x[1], mu * (1 - x[0] ** 2) * x[1] - x[0]),
        (TIMES[0], TIMES[-1]),
        start,
        method="DOP853",
        t_eval=TIMES,
        rtol=1e-11,
        atol=1e-12,
    )
    return np.asarray(found.y.T, dtype=np.float64)


def _recovered(fmu: Path, measured: Floats) -> Mapping[str, Any]:
    request = {
        "fmu": str(fmu),
        "parameters": [asdict(parameter) for parameter in PARAMETERS],
        "times": TIMES.tolist(),
        "inputs": [],
        "measured": measured.tolist(),
        "input_names": [],
        "output_names": ["x0", "x1"],
        "sigmas": [SIGMA, SIGMA],
        "points": TIMES.size,
    }
    answered: Mapping[str, Any] = in_image("recover", request)
    return answered


def _row(name: str, found: Mapping[str, Any]) -> Row:
    figures = {
        "mu": found["values"]["mu"],
        "claimed sigma of mu": found["sigmas"]["mu"],
        "x0": found["values"]["x0"],
        "x1": found["values"]["x1"],
        "runs": found["evaluations"],
        "CPU s": found["cpu_seconds"],
    }
    return Row(name, figures)


def _promises(word: str, found: Mapping[str, Any]) -> list[Promise]:
    error = abs(found["values"]["mu"] - TRUE[0])
    sigmas = error / found["sigmas"]["mu"]
    return [
        Promise(f"{word}: error of mu", error, upper=MOST_ERROR),
        Promise(f"{word}: error of mu", sigmas, "claimed sigma", upper=MOST_SIGMAS),
    ]


def _reference(measured: Floats) -> Row:
    start = np.array([parameter.initial for parameter in PARAMETERS])
    lower = np.array([parameter.lower for parameter in PARAMETERS])
    upper = np.array([parameter.upper for parameter in PARAMETERS])

    def missed(values: Floats) -> Floats:
        return ((_solved(values) - measured) / SIGMA).ravel()

    found, seconds = with_cpu_seconds(lambda: least_squares(missed, start, bounds=(lower, upper)))
    jacobian = np.asarray(found.jac, dtype=np.float64)
    mu, x0, x1 = map(float, found.x)
    figures = {
        "mu": mu,
        "claimed sigma of mu": float(np.sqrt(np.linalg.inv(jacobian.T @ jacobian)[0, 0])),
        "x0": x0,
        "x1": x1,
        "runs": float(found.nfev + (found.njev or 0) * start.size),
        "CPU s": seconds,
    }
    return Row("SciPy around DOP853 (reference)", figures)
