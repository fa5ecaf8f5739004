"""The folders of studies in the models bucket, as functions read and write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.model_errors import ManifestInvalid
from twin.simulation.study_keys import described_key, tally_prefix
from twin.simulation.study_order import StudyOrder
from twin.simulation.tally import Tally, tally_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class StudyStorage:
    """Objects of one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self.bucket = client, bucket

    def read(self, key: str) -> bytes | None:
        """Return an object's content, None where there is no such object."""
        try:
            answer = self._client.get_object(Bucket=self.bucket, Key=key)
        except self._client.exceptions.NoSuchKey:
            return None
        return answer["Body"].read()

    def write(self, key: str, text: str) -> None:
        """Write a JSON text."""
        self._client.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=text.encode(),
            ContentType="application/json",
            ChecksumAlgorithm="SHA256",
        )

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names of all objects below a prefix, without it."""
        more: dict[str, Any] = {}
        while True:
            page = self._client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, **more)
            yield from (item["Key"].removeprefix(prefix) for item in page.get("Contents", []))
            if "NextContinuationToken" not in page:
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def address(self, key: str) -> str:
        """Return the address that jobs are told."""
        return f"s3://{self.bucket}/{key}"

    def tally(self, study_id: str) -> Tally:
        """Return how many rows of a study are there."""
        return tally_of(self.names(tally_prefix(study_id)))

    def manifest(self, order: StudyOrder) -> ModelManifest | None:
        """Return what is known of the model of an order, None where that does not do.

        The manifest of a deployment does where it says how fast the model steps; otherwise it is
        the one that the image wrote of the file.

        Raises:
            ManifestInvalid: it is not the one that was deployed, or of another file.
        """
        places = [(described_key(order.artefact.sha256, order.image_digest), "")]
        if order.manifest_key:
            places.insert(0, (order.manifest_key, order.manifest_sha256))
        for key, sha256 in places:
            content = self.read(key)
            if content is None:
                continue
            manifest = read_manifest(content)
            _require(order.artefact.sha256, manifest.artefact_sha256, key)
            if sha256:
                _require(sha256, manifest.digest, key)
            if manifest.steps_per_second is not None:
                return manifest
        return None


def _require(expected: str, found: str, key: str) -> None:
    if found != expected:
        raise ManifestInvalid("the manifest was changed", found=found, expected=expected, where=key)


def json_of(content: bytes | None) -> Any:  # noqa: ANN401 - any JSON
    """Return a JSON value, None where there is no object."""
    return None if content is None else json.loads(content)
