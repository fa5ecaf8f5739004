"""Where files of models and their manifests are in the models bucket: named by their content."""

from __future__ import annotations

from twin.simulation.manifest import ModelManifest


def artefact_key(sha256: str, file_name: str) -> str:
    """Return where a file of a model is in the models bucket."""
    return f"models/{sha256}/{file_name}"


def manifest_key(manifest: ModelManifest) -> str:
    """Return where a manifest is in the models bucket: beside the file that it is of."""
    return manifest_key_of(manifest.artefact_sha256, manifest.digest)


def manifest_key_of(artefact_sha256: str, manifest_sha256: str) -> str:
    """Return where the manifest of these digests is in the models bucket."""
    return f"models/{artefact_sha256}/manifests/{manifest_sha256}.json"
