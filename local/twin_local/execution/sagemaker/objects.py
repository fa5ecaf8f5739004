"""Move data between S3 and the folders of a job, under the job's role."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from twin_local.execution import in_process


@dataclass(frozen=True)
class Objects:
    """S3 as a role sees it."""

    region: str
    role: str | None

    def download_prefix(self, uri: str, folder: Path) -> int:
        """Write every object below a prefix into a folder; return how many."""
        bucket, prefix = split(uri)
        count = 0
        for key in self.keys(uri):
            name = key[len(prefix) :].lstrip("/") or key.rpartition("/")[2]
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise ValueError(f"the key {key!r} leaves the folder of the job")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.read(f"s3://{bucket}/{key}"))
            count += 1
        return count

    def keys(self, uri: str) -> Iterator[str]:
        """Yield the keys below a prefix, without those that only name folders."""
        bucket, prefix = split(uri)
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for page in pages:
            for entry in page.get("Contents", []):
                if not entry["Key"].endswith("/"):
                    yield entry["Key"]

    def read(self, uri: str) -> bytes:
        """Return the content of an object."""
        bucket, key = split(uri)
        body: bytes = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    def size(self, uri: str) -> int:
        """Return how many bytes an object has."""
        bucket, key = split(uri)
        return int(self._s3.head_object(Bucket=bucket, Key=key)["ContentLength"])

    def write(self, uri: str, body: bytes, media_type: str = "application/octet-stream") -> None:
        """Write an object."""
        bucket, key = split(uri)
        self._s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=media_type)

    def upload_archive(self, folder: Path, uri: str) -> None:
        """Write the content of a folder as a gzipped tar archive."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for path in sorted(folder.iterdir()):
                archive.add(path, arcname=path.name)
        self.write(uri, buffer.getvalue(), "application/x-tar")

    def extract_archive(self, uri: str, folder: Path) -> None:
        """Unpack a gzipped tar archive into a folder; nothing outside of it is written."""
        with tarfile.open(fileobj=io.BytesIO(self.read(uri)), mode="r:*") as archive:
            archive.extractall(folder, filter="data")

    def upload_folder(self, folder: Path, uri: str) -> None:
        """Write every file of a folder below a prefix."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.write(f"{uri.rstrip('/')}/{path.relative_to(folder)}", path.read_bytes())

    @property
    def _s3(self) -> Any:
        return in_process.client("s3", self.region, self.role)


def split(uri: str) -> tuple[str, str]:
    """Return bucket and key of an `s3://` address.

    Raises:
        ValueError: it is not one.
    """
    parts = urlsplit(uri)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError(f"{uri!r} is not an s3:// address")
    return parts.netloc, parts.path.lstrip("/")
