"""The job: fetch and verify the source, convert it, store the derivatives and their manifest."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from container_runtime.storage import client, download, file_sha256, write_json
from conversion_runtime.arguments import Job
from conversion_runtime.conversion import convert_file
from conversion_runtime.event_bus import put
from conversion_runtime.media_types import media_type_of
from conversion_runtime.order import SOURCE, Converted, Order
from conversion_runtime.progress import Progress
from conversion_runtime.usage import Usage
from twin.spatial.derivative import MANIFEST, RUN
from twin.spatial.job_progress import JobStep
from twin.spatial.manifest import Manifest, ManifestFile


def run(package: str, job: Job) -> None:
    """Do the job in an empty folder of its own.

    Raises:
        ObjectMissing, ObjectCorrupt: the source is not there, or not the announced one.
        ConversionError: the file cannot be converted.
    """
    usage = Usage.begin()
    with (
        Progress(put, job.conversion, job.execution) as progress,
        tempfile.TemporaryDirectory(prefix="convert-") as name,
    ):
        folder = Path(name).resolve()
        source = _download(job, folder / "download" / SOURCE, progress)
        work = folder / "work"
        work.mkdir()
        order = Order(job.recipe.converter, source, work, job.parameters, job.limits)
        converted = convert_file(package, order, lambda step: _begun(progress, step, work))
        _store(job, work, converted, usage, progress)


def _begun(progress: Progress, step: JobStep, folder: Path) -> None:
    """Begin a step; the one in a limited process says in its folder how far it is."""
    progress.begin(step, folder=folder if step == "convert" else None)


def _download(job: Job, path: Path, progress: Progress) -> Path:
    progress.begin("download", job.source_bytes)
    return download(job.source, path, sha256=job.recipe.source_sha256, came=progress.add)


def _store(job: Job, folder: Path, converted: Converted, usage: Usage, progress: Progress) -> None:
    """Store the files, and the manifest last: it says that everything is there."""
    progress.begin("upload", sum((folder / name).stat().st_size for name in converted.files))
    files = tuple(_store_file(job, folder / name, progress) for name in converted.files)
    manifest = Manifest(
        recipe=job.recipe, parameters=job.parameters, files=files, facts=converted.facts
    )
    write_json(job.output.child(RUN), usage.measured(job).to_dict())
    write_json(job.output.child(MANIFEST), manifest.to_dict())
    size = sum(file.size_bytes for file in files)
    facts = ", ".join(f"{name} {value}" for name, value in converted.facts.items())
    print(f"{job.asset_key}: {len(files)} files of {size} bytes; {facts}")


def _store_file(job: Job, path: Path, progress: Progress) -> ManifestFile:
    digest, media_type = file_sha256(path), _media_type(job, path.name)
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
    size = path.stat().st_size
    progress.add(size)
    return ManifestFile(path.name, media_type, size, digest)


def _media_type(job: Job, name: str) -> str:
    """Return what a pipeline's site file says, else what the name says."""
    return job.media_types.get(name) or media_type_of(name)
