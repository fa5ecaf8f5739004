"""How many jobs a study submits to AWS Batch, as the workflow's planner counts them.

Studies of the demo's pump, `STEPS` steps a row, as if it made `STEPS_PER_SECOND`, which is what a
heavier model does; the reference is one SubmitJob call for each row. Nothing is run. A model whose
speed nobody measured needs one call more.
"""

from __future__ import annotations

from dataclasses import replace

from benchmarks.harness import Result, require
from benchmarks.image_process import ROOT
from benchmarks.pump_study import pump_study
from twin.simulation.job import Artefact
from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.study_plan import chunk_groups, plan_study

MANIFEST = ROOT / ".build" / "models" / "pump.fmu.manifest.json"
STUDY_ROWS = (100, 10_000, 1_000_000)
STEPS, STEPS_PER_SECOND = 3600, 40_000.0


def run() -> list[Result]:
    """Plan each study.

    Raises:
        Unavailable: the demo's model is missing.
    """
    require(MANIFEST)
    manifest = replace(read_manifest(MANIFEST.read_bytes()), steps_per_second=STEPS_PER_SECOND)
    return [_submitted(rows, manifest) for rows in STUDY_ROWS]


def _submitted(rows: int, manifest: ModelManifest) -> Result:
    artefact = Artefact("models/pump.fmu", manifest.artefact_sha256)
    chunks = plan_study(pump_study(artefact, rows=rows, steps=STEPS), manifest).chunks
    # One job alone does everything; else array jobs, each one call, and one that collects.
    calls = 1 if chunks == 1 else len(chunk_groups(chunks)) + 1
    name = f"SubmitJob calls of {rows:,} rows, {chunks:,} chunks"
    return Result(name, calls, "calls", "one per row", rows)
