"""The job: fetch and verify the source, convert it, store the derivatives and their manifest."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from container_runtime.storage import client, download, file_sha256, write_json
from conversion_runtime.arguments import Job
from conversion_runtime.conversion import convert_file
from conversion_runtime.media_types import media_type_of
from conversion_runtime.order import SOURCE, Converted, Order
from conversion_runtime.usage import Usage
from twin.spatial.derivative import MANIFEST, RUN
from twin.spatial.manifest import Manifest, ManifestFile


def run(package: str, job: Job) -> None:
    """Do the job in an empty folder of its own.

    Raises:
        ObjectMissing, ObjectCorrupt: the source is not there, or not the announced one.
        ConversionError: the file cannot be converted.
    """
    usage = Usage.begin()
    with tempfile.TemporaryDirectory(prefix="convert-") as name:
        folder = Path(name).resolve()
        source = download(job.source, folder / "download" / SOURCE, sha256=job.recipe.source_sha256)
        work = folder / "work"
        work.mkdir()
        order = Order(job.recipe.converter, source, work, job.parameters, job.limits)
        _store(job, work, convert_file(package, order), usage)


def _store(job: Job, folder: Path, converted: Converted, usage: Usage) -> None:
    """Store the files, and the manifest last: it says that everything is there."""
    files = tuple(_store_file(job, folder / name) for name in converted.files)
    manifest = Manifest(
        recipe=job.recipe, parameters=job.parameters, files=files, facts=converted.facts
    )
    write_json(job.output.child(RUN), usage.measured(job).to_dict())
    write_json(job.output.child(MANIFEST), manifest.to_dict())
    size = sum(file.size_bytes for file in files)
    facts = ", ".join(f"{name} {value}" for name, value in converted.facts.items())
    print(f"{job.asset_key}: {len(files)} files of {size} bytes; {facts}")


def _store_file(job: Job, path: Path) -> ManifestFile:
    digest, media_type = file_sha256(path), media_type_of(path.name)
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
