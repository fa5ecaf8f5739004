"""Try a model's file on this machine, in the environment of the image that would run it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twin.simulation.kinds import kind_of
from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import manifest_of
from twin.simulation.model_errors import ModelKindUnknown
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import ModelKind
from twin_local.cli.image_program import run_program


@dataclass(frozen=True)
class TriedModel:
    """A manifest and what the trial found beside it."""

    manifest: ModelManifest
    standard: str
    outputs: dict[str, float]
    is_reproducible: bool
    restores_state: bool | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "manifest": json.loads(self.manifest.to_json()),
            "standard": self.standard,
            "outputs": self.outputs,
            "is_reproducible": self.is_reproducible,
            "restores_state": self.restores_state,
        }


def try_model(file: Path, *, root: Path, seconds: float, model_id: str = "") -> TriedModel:
    """Tell a model's kind by its content, load it, run it and measure it.

    Raises:
        ModelKindUnknown: no kind knows the file, or it cannot be tried here.
        ModelBroken: it cannot be run; the kind of the error says why.
        ImageMissing: the image's environment is not there.
    """
    looked_at = ModelFile(file.resolve())
    kind = kind_of(looked_at)
    licence = kind.licence_class(looked_at)
    with tempfile.TemporaryDirectory(prefix="model-") as folder:
        report = _run(looked_at.path, kind, Path(folder), root, seconds)
    description = report["description"]
    manifest = manifest_of(
        {
            "id": model_id or file.stem,
            "kind": kind.name,
            "artefact_sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "artefact_bytes": file.stat().st_size,
            **{
                name: description[name]
                for name in (
                    "variables",
                    "step_seconds",
                    "tool",
                    "capabilities",
                    "training_box",
                    "held_out_error",
                )
            },
            "git_revision": _git_revision(looked_at.path.parent),
            "steps_per_second": round(report["steps_per_second"], 1),
        }
    )
    # What runs here runs without a licence: the process knows of no licence server.
    return TriedModel(
        replace(manifest, licence_class="none" if licence == "unknown" else licence),
        description["standard"],
        report["outputs"],
        report["is_reproducible"],
        report["restores_state"],
    )


def _run(file: Path, kind: ModelKind, folder: Path, root: Path, seconds: float) -> dict[str, Any]:
    if not kind.image or not (root / "containers" / kind.image / "trial.py").is_file():
        raise ModelKindUnknown(
            f"{kind.title} cannot be tried on this machine",
            found=kind.name,
            expected="a kind whose image is in this repository",
        )
    return run_program(
        kind.image,
        "trial",
        [str(file), kind.name, str(folder), str(seconds)],
        folder=folder,
        root=root,
        timeout_seconds=kind.limits.timeout_seconds,
    )


def _git_revision(folder: Path) -> str:
    """Return the commit that is checked out where the file is, empty where there is none."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(folder), "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
