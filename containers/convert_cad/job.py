"""The job: fetch and verify the source, convert it, store the derivatives and their manifest."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from container_runtime.storage import client, download, file_sha256, write_json
from convert_cad.arguments import Job
from convert_cad.conversion import Converted, convert_file
from twin.spatial.derivative import MANIFEST
from twin.spatial.manifest import Manifest, ManifestFile

MEDIA_TYPES = {".glb": "model/gltf-binary", ".json": "application/json"}


def run(job: Job) -> None:
    """Do the job in an empty folder of its own.

    Raises:
        ObjectMissing, ObjectCorrupt: the source is not there, or not the announced one.
        CadError: the file cannot be converted.
    """
    with tempfile.TemporaryDirectory(prefix="convert-") as name:
        folder = Path(name)
        source = download(
            job.source, folder / "download" / "source", sha256=job.recipe.source_sha256
        )
        work = folder / "work"
        work.mkdir()
        converted = convert_file(source, work, tessellation=job.tessellation, limits=job.limits)
        _store(job, converted)


def _store(job: Job, converted: Converted) -> None:
    """Store the files, and the manifest last: it says that everything is there."""
    files = tuple(_store_file(job, path) for path in converted.files)
    manifest = Manifest(
        recipe=job.recipe,
        parameters=job.tessellation.to_parameters(),
        files=files,
        triangles=converted.triangles,
        occurrences=converted.occurrences,
    )
    write_json(job.output.child(MANIFEST), manifest.to_dict())
    size = sum(file.size_bytes for file in files)
    print(
        f"{job.asset_key}: {converted.occurrences} occurrences, {converted.triangles} triangles, "
        f"{len(files)} files of {size} bytes"
    )


def _store_file(job: Job, path: Path) -> ManifestFile:
    digest, media_type = file_sha256(path), MEDIA_TYPES[path.suffix]
    target = job.output.child(path.name)
    with path.open("rb") as body:
        # One PUT, so that S3's checksum is the SHA-256 of the whole file.
        client().put_object(
            Bucket=target.bucket,
            Key=target.key,
            Body=body,
            ContentType=media_type,
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=base64.b64encode(bytes.fromhex(digest)).decode(),
        )
    return ManifestFile(path.name, media_type, path.stat().st_size, digest)
