"""Say what a model's file is: `manifest.json`, with the speed measured where studies run it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from container_runtime.child import REFUSED, Limits, run_child
from container_runtime.errors import ChildCrashed
from container_runtime.storage import S3Uri, download, file_sha256, write_json
from simulate.trial import REFUSAL, REPORT
from twin.simulation.kinds import kind_of
from twin.simulation.manifest_reading import manifest_of
from twin.simulation.model_errors import ModelCrashed, model_error_of
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import ModelKind

MEASURED_SECONDS = 0.5
"""Of processor time: enough for a figure that says how many jobs a study needs."""

DESCRIBED = (
    "variables",
    "step_seconds",
    "tool",
    "capabilities",
    "training_box",
    "held_out_error",
)


def describe(source: S3Uri, *, sha256: str, target: S3Uri) -> None:
    """Load and run a model once, and write its manifest.

    Raises:
        ObjectMissing, ObjectCorrupt: the file is not what it should be.
        ModelBroken: it cannot be run; the kind of the error says why.
        ChildTimeLimit: it does not come to an end.
    """
    with tempfile.TemporaryDirectory(prefix="describe-") as name:
        folder = Path(name)
        file = download(source, folder / Path(source.key).name, sha256=sha256 or None)
        looked_at = ModelFile(file)
        kind = kind_of(looked_at)
        report = _tried(file, kind, folder)
        manifest = manifest_of(
            {
                "id": file.stem,
                "kind": kind.name,
                "artefact_sha256": file_sha256(file),
                "artefact_bytes": file.stat().st_size,
                "licence_class": kind.licence_class(looked_at),
                "steps_per_second": report["steps_per_second"],
                **{name: report["description"][name] for name in DESCRIBED},
            }
        )
    write_json(target, json.loads(manifest.to_json()))


def _tried(file: Path, kind: ModelKind, folder: Path) -> dict[str, Any]:
    """Return what a process of its own found."""
    limits = Limits(kind.limits.memory_mebibytes, kind.limits.timeout_seconds)
    arguments = [str(file), kind.name, str(folder), str(MEASURED_SECONDS)]
    try:
        code = run_child(
            [sys.executable, "-m", f"{kind.image}.trial", *arguments], folder=folder, limits=limits
        )
    except ChildCrashed as error:
        raise ModelCrashed(
            "the model took its process down", found=error.found, expected=error.expected
        ) from error
    if code == REFUSED:
        raise model_error_of(json.loads((folder / REFUSAL).read_text(encoding="utf-8")))
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return report
