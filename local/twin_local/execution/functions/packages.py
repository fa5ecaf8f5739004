"""What a function sees on disk: its own unzipped code, and the runtime's packages, nothing else.

The AWS Python runtime brings boto3 and what boto3 needs. Workers see exactly these (as links into
the server's environment): a zip that forgot a module fails here as it fails on AWS.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path

RUNTIME_PACKAGES = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
MAXIMUM_UNZIPPED_BYTES = 250 * 1024 * 1024
"""AWS Lambda: function and layers unzipped are at most 250 MB."""

_lock = threading.Lock()


class PackageError(ValueError):
    """A deployment package cannot be unzipped."""


def link_runtime_packages(folder: Path) -> Path:
    """Fill `folder` with links to the runtime's packages and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in RUNTIME_PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise PackageError(f"the runtime package {name} is not installed")
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        link = folder / source.name
        if link.is_symlink() and link.readlink() != source:
            link.unlink()
        if not link.is_symlink():
            link.symlink_to(source)
    return folder


def unzip(archives: Sequence[bytes], folder: Path) -> Path:
    """Unzip archives over each other into `folder`, once; a half-written one never shows.

    Raises:
        PackageError: the bytes are no zip, reach outside the folder or are larger than 250 MB.
    """
    with _lock:
        if folder.is_dir():
            return folder
        scratch = folder.with_name(folder.name + ".part")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        left = MAXIMUM_UNZIPPED_BYTES
        for archive in archives:
            left = _extract(archive, scratch, left)
        scratch.rename(folder)
    return folder


def _extract(code: bytes, folder: Path, most_bytes: int) -> int:
    """Unzip one archive; return how many bytes the next ones may have."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(code))
    except zipfile.BadZipFile as error:
        raise PackageError(f"the deployment package is not a zip: {error}") from error
    with archive:
        entries = archive.infolist()
        left = most_bytes - sum(entry.file_size for entry in entries)
        if left < 0:
            raise PackageError(f"unzipped it is larger than {MAXIMUM_UNZIPPED_BYTES} bytes")
        for entry in entries:
            path = Path(archive.extract(entry, folder))
            if mode := (entry.external_attr >> 16) & 0o777:
                path.chmod(mode | 0o400)
    return left
