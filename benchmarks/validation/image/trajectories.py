"""Runs FMUs over equal steps from their start values, by the runtime of the image."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.validation.image.exchange import answer
from model_runtime.experiment import Experiment
from simulate.runtimes.fmu import open_model


def run(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the table of each asked run, rows from its start on, and its processor time."""
    return [_one(entry) for entry in asked]


def _one(asked: dict[str, Any]) -> dict[str, Any]:
    experiment = Experiment(asked["step_seconds"], asked["steps"], tuple(asked["outputs"]))
    with open_model(Path(asked["fmu"]), Path(tempfile.mkdtemp())) as model:
        began = time.process_time()
        model.reset(asked["start"])
        table = model.trajectory(experiment)
        return {"table": table.tolist(), "cpu_seconds": time.process_time() - began}


if __name__ == "__main__":
    answer(run)
