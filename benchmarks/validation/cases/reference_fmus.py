"""Runs of FMUs beside published trajectories, and one model in two languages beside itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems.fmus import c_fmu, python_fmu
from benchmarks.validation.systems.image import in_image
from benchmarks.validation.systems.samples import sample_file
from twin.calibration.window import Floats

TITLE = "FMUs beside reference trajectories"
PROTOCOL = """
Truth: the trajectories of the Modelica Reference-FMUs (commit 1258711). The FMUs are our own,
written from the equations, the fixed step (Euler) and the events of those models, once in C and
once for pythonfmu, and run by the runtime of the simulation image: this proves the runner, its
times and its outputs, not the third-party binaries. Deviation: the absolute difference over the
larger of 1 and the reference; the median, and the largest outside the event mask, which leaves
out a sample before to a sample after each event (an event is where the reference jumps). Both
languages: the largest absolute difference of the C and the pythonfmu model over the same steps,
events included, the oscillator also by Runge-Kutta of at most 10 ms.
"""
MOST_DEVIATION, MOST_BETWEEN_LANGUAGES = 2e-4, 1e-6
Build = Callable[[str, Path], Path]
BUILDS: Mapping[str, Build] = {"C": c_fmu, "pythonfmu": python_fmu}


@dataclass(frozen=True)
class Reference:
    """A model, its reference, its start values, and by how much it moves at once in an event."""

    model: str
    file: str
    outputs: tuple[str, ...]
    step_seconds: float
    start: Mapping[str, float] = field(default_factory=dict)
    jump: float = np.inf


REFERENCES = (
    Reference("bouncing_ball", "BouncingBall_out.csv", ("h", "v"), 0.01, jump=0.15),
    Reference("dahlquist", "Dahlquist_out.csv", ("x",), 0.1),
    Reference("stair", "Stair_out.csv", ("counter",), 0.2),
    Reference("van_der_pol", "VanDerPol_out.csv", ("x0", "x1"), 0.01, {"step": 0.01}),
)


def run() -> CaseResult:
    """Run each model in both languages."""
    truths = [_read(reference) for reference in REFERENCES]
    with tempfile.TemporaryDirectory() as folder:
        tables = {name: _tables(build, Path(folder), truths) for name, build in BUILDS.items()}
    rows, largest = [], 0.0
    for index, (reference, truth) in enumerate(zip(REFERENCES, truths, strict=True)):
        for name in BUILDS:
            figures = _deviation(tables[name][index], truth, reference)
            largest = max(largest, figures["largest outside events"])
            rows.append(Row(f"{reference.model}, {name}", figures))
    pairs = zip(tables["C"], tables["pythonfmu"], strict=True)
    between = [float(np.abs(first - second).max()) for first, second in pairs]
    named = [*(reference.model for reference in REFERENCES), "van_der_pol, Runge-Kutta"]
    rows += [
        Row(f"{name}: C beside pythonfmu", {"largest difference": found})
        for name, found in zip(named, between, strict=True)
    ]
    return CaseResult(
        tuple(rows),
        (
            Promise("deviation outside events", largest, upper=MOST_DEVIATION),
            Promise("C beside pythonfmu", max(between), upper=MOST_BETWEEN_LANGUAGES),
        ),
    )


def _read(reference: Reference) -> Floats:
    file = sample_file(f"fmu/{reference.file}")
    return np.loadtxt(file, delimiter=",", skiprows=1, dtype=np.float64, ndmin=2)


def _tables(build: Build, folder: Path, truths: list[Floats]) -> list[Floats]:
    """Return the outputs of each reference's run, then of the oscillator by Runge-Kutta."""
    files = {reference.model: build(reference.model, folder) for reference in REFERENCES}
    asked = [
        _asked(reference, files, len(truth) - 1)
        for reference, truth in zip(REFERENCES, truths, strict=True)
    ]
    fine = {**_asked(REFERENCES[-1], files, 400), "step_seconds": 0.01, "start": {"mu": 1.7}}
    return [np.array(entry["table"]) for entry in in_image("trajectories", [*asked, fine])]


def _asked(reference: Reference, files: Mapping[str, Path], steps: int) -> dict[str, Any]:
    return {
        "fmu": str(files[reference.model]),
        "outputs": reference.outputs,
        "start": dict(reference.start),
        "step_seconds": reference.step_seconds,
        "steps": steps,
    }


def _deviation(found: Floats, truth: Floats, reference: Reference) -> dict[str, float]:
    """Return the deviations, and how many samples the event mask leaves out."""
    expected = truth[:, 1:]
    times = np.arange(len(found)) * reference.step_seconds
    np.testing.assert_allclose(times, truth[:, 0], atol=1e-9)
    deviations = np.abs(found - expected) / np.maximum(1.0, np.abs(expected))
    jumps = np.flatnonzero((np.abs(np.diff(expected, axis=0)) > reference.jump).any(axis=1))
    masked = np.zeros(len(found), dtype=np.bool_)
    for offset in (-1, 0, 1, 2):
        masked[np.clip(jumps + offset, 0, len(found) - 1)] = True
    kept = deviations[~masked]
    return {
        "median": float(np.median(kept)),
        "largest outside events": float(kept.max()),
        "largest": float(deviations.max()),
        "samples masked": float(masked.sum()),
    }
