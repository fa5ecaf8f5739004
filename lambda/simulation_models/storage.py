"""Files and manifests of models in the models bucket, each named by its content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from simulation_models.stored_file import StoredFile
from twin.simulation.deployment_request import ArtefactRequest, DeploymentRequest
from twin.simulation.kinds import kind_of
from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.model_errors import ManifestInvalid, ModelKindUnknown
from twin.simulation.registry import Deployment
from twin.simulation.registry_errors import DeploymentRefused
from twin.spatial.digests import to_base64
from twin_runtime import clients
from twin_runtime.settings import setting

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

ADDRESS_SECONDS = 3600
MISSING = ("404", "NoSuchKey", "NotFound")
CHECKSUM_HEADER = "x-amz-checksum-sha256"


@dataclass(frozen=True)
class ModelStorage:
    """The models bucket as the registry uses it."""

    client: S3Client
    bucket: str

    def address(self, wanted: ArtefactRequest) -> str:
        """Return where to PUT a file; S3 takes no other bytes than those of its digest."""
        return self.client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self.bucket,
                "Key": wanted.key,
                "ChecksumSHA256": to_base64(wanted.sha256),
            },
            ExpiresIn=ADDRESS_SECONDS,
        )

    def holds(self, wanted: ArtefactRequest) -> bool:
        """Return whether exactly this file is there already."""
        found = self._head(wanted.key)
        return found is not None and _is(found, wanted.sha256, wanted.size_bytes)

    def require(self, wanted: DeploymentRequest) -> None:
        """Require that the file of a manifest was sent, and is of the kind that it says.

        Raises:
            DeploymentRefused: the file is not there, or is another one.
            ModelKindUnknown: no kind knows it, or another one does.
            ArtefactUnsafe, DescriptionInvalid: it cannot be looked at.
        """
        manifest, key = wanted.manifest, wanted.artefact_key
        found = self._head(key)
        if found is None or not _is(found, manifest.artefact_sha256, manifest.artefact_bytes):
            raise DeploymentRefused(
                "the model's file was not sent",
                found="another file" if found else "no file",
                expected=f"{manifest.artefact_bytes} bytes with the SHA-256 of the manifest",
                where="manifest.artefact_sha256",
            )
        stored = StoredFile(
            Path(wanted.file_name), self.client, self.bucket, key, manifest.artefact_bytes
        )
        kind = kind_of(stored).name
        if kind != manifest.kind:
            raise ModelKindUnknown(
                "the file is of another kind than its manifest says",
                found=kind,
                expected=manifest.kind,
                where="manifest.kind",
            )

    def write_manifest(self, key: str, manifest: ModelManifest) -> None:
        """Write a manifest; written again it is the same."""
        self.client.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=manifest.to_json().encode(),
            ContentType="application/json",
            ChecksumAlgorithm="SHA256",
        )

    def manifest(self, deployment: Deployment) -> ModelManifest | None:
        """Return the manifest of a deployment; None where nobody validated the file.

        Raises:
            ManifestInvalid: it is not the one that was deployed.
        """
        if not deployment.manifest_key:
            return None
        return _manifest(self.bucket, deployment.manifest_key, deployment.manifest_sha256)

    def _head(self, key: str) -> HeadObjectOutputTypeDef | None:
        try:
            return self.client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise


def model_storage() -> ModelStorage:
    """Return the storage of this site."""
    return ModelStorage(clients.s3(), setting("MODELS_BUCKET"))


@lru_cache(maxsize=256)
def _manifest(bucket: str, key: str, sha256: str) -> ModelManifest:
    """Read a manifest once a process: it never changes under its digest."""
    content = clients.s3().get_object(Bucket=bucket, Key=key)["Body"].read()
    manifest = read_manifest(content)
    if manifest.digest != sha256:
        raise ManifestInvalid(
            "the manifest was changed", found=manifest.digest, expected=sha256, where=key
        )
    return manifest


def _is(found: HeadObjectOutputTypeDef, sha256: str, size_bytes: int) -> bool:
    checksum = found.get("ChecksumSHA256")
    return (checksum, found["ContentLength"]) == (to_base64(sha256), size_bytes)
