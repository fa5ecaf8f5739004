"""A study of the demo's pump: the wear by Sobol's sequence, second by second."""

from __future__ import annotations

from twin.simulation.job import Artefact
from twin.simulation.study_order import StudyOrder


def pump_study(artefact: Artefact, *, rows: int, steps: int) -> StudyOrder:
    """Return the order of so many runs of so many steps of a second."""
    wear = {"distribution": "uniform", "low": 0.0, "high": 0.3}
    return StudyOrder(
        model_id="P-101.pump",
        kind="fmu",
        artefact=artefact,
        image_digest="",
        manifest_key="",
        manifest_sha256="",
        design={"name": "sobol", "count": rows, "inputs": {"wear": wear}},
        fixed={"speed": 1400.0},
        outputs=("flow", "power"),
        steps=steps,
        step_seconds=1.0,
        seed=1,
    )
