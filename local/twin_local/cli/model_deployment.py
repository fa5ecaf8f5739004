"""A model's file on its way into a twin: tried here, sent by its content, deployed, activated."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.model_errors import ManifestInvalid
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.model_trial import try_model

BLOCK_BYTES = 1024**2


@dataclass(frozen=True)
class ModelFileToDeploy:
    """A file and what is known of it."""

    path: Path
    manifest: ModelManifest


def prepared(path: Path, *, model_id: str, manifest: Path | None, root: Path) -> ModelFileToDeploy:
    """Return a file with its manifest: the given one, or what a trial on this machine finds.

    Raises:
        ModelBroken: the file cannot be run, or the manifest is of another file.
        ImageMissing: the environment of the kind's image is not there.
    """
    if manifest is None:
        tried = try_model(path, root=root, seconds=0.5, model_id=model_id)
        return ModelFileToDeploy(path, tried.manifest)
    known = read_manifest(manifest.read_bytes())
    if known.artefact_sha256 != (found := _sha256(path)):
        raise ManifestInvalid(
            "the manifest is of another file",
            found=found,
            expected=known.artefact_sha256,
            where=str(manifest),
        )
    return ModelFileToDeploy(path, known)


def deploy(
    client: ApiClient, model_id: str, file: ModelFileToDeploy, *, note: str, activate: bool
) -> Json:
    """Send a file, unless the twin has it, and deploy it; return the answer.

    Raises:
        ApiRefused: the service, or the storage, does not take the file.
        ApiUnreachable: they do not answer.
    """
    manifest, path = file.manifest, {"model_id": model_id}
    target = client.call(
        "announceArtefact",
        path,
        body={
            "file_name": file.path.name,
            "kind": manifest.kind,
            "sha256": manifest.artefact_sha256,
            "size_bytes": manifest.artefact_bytes,
        },
    )
    if not target["is_stored"]:
        with file.path.open("rb", buffering=0) as content:
            client.upload(
                target["url"], content, target["headers"], size_bytes=manifest.artefact_bytes
            )
    return client.call(
        "createDeployment",
        path,
        body={
            "file_name": file.path.name,
            "manifest": manifest.to_body(),
            "note": note,
            "activate": activate,
        },
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
