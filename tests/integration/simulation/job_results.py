"""What the job of the pump's model writes, and what becomes of it where nothing is known yet."""

from __future__ import annotations

from typing import Any

from simulation_runtime.run_table import RunTable
from tests.integration.simulation.plane import SimulationPlane
from twin.simulation.job import JobInput

FLOW = {"value": 40.0, "lower": 38.0, "upper": 42.0}
POWER = {"value": 4.7, "lower": 4.5, "upper": 4.9}


def published(bounds: dict[str, float]) -> dict[str, Any]:
    """Return what is published of an output of which nothing is known yet."""
    raw = {"raw_lower": bounds["lower"], "raw_upper": bounds["upper"]}
    return {**bounds, **raw, "coverage": None, "raw_coverage": None}


def finish_job(plane: SimulationPlane, run_id: str) -> None:
    """Write what the job writes."""
    digest = JobInput.from_mapping(plane.job_input(run_id)).digest
    outputs = {"flow": FLOW, "power": POWER}
    plane.write(run_id, "output.json", {"input_digest": digest, "outputs": outputs})


def lost(_table: RunTable, _run: object, **_writes: object) -> None:
    """Stand for a write to the table whose answer never came."""
    raise ConnectionError("no answer")
