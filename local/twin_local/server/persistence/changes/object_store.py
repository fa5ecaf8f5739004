"""Objects of S3 buckets, with their versions and the uploads in parts."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from moto.s3.models import FakeBucket, FakeKey, FakeMultipart, s3_backends

from twin_local.server.persistence.blobs import BlobStore
from twin_local.server.persistence.changes.change import Environ, NotNamed
from twin_local.server.persistence.pickling import dump, load

OF_ONE_OBJECT = frozenset(
    {"acl", "legal-hold", "partnumber", "retention", "tagging", "uploadid", "uploads", "versionid"}
)
"""Query parameters of operations that change nothing but the object in the address."""


@dataclass(frozen=True)
class ObjectChanges:
    """An address is bucket and key; an image its versions and its unfinished uploads."""

    blobs: BlobStore
    backend: str = "moto.s3.models.S3Backend"

    def addresses(self, environ: Environ) -> tuple[str, ...] | None:
        """Return the object that the path of a request names."""
        if environ.get("twin.service") != "s3" or not _is_path_style(environ):
            return None
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "surrogateescape")
        bucket, _, key = path.removeprefix("/").partition("/")
        query = {name.lower() for name, _ in _query(environ)}
        others = {name for name in query - OF_ONE_OBJECT if not name.startswith("x-")}
        if not (bucket and key) or others:
            return None
        return (json.dumps([bucket, key, environ["REQUEST_METHOD"]]),)

    def image(self, account: str, address: str) -> bytes:
        """Return an object as it is now; its bodies are on the disk then.

        Raises:
            NotNamed: something was written, but not to the object that the path names.
        """
        bucket_name, key, method = json.loads(address)
        bucket = _bucket(account, bucket_name)
        versions: list[FakeKey] = list(bucket.keys.getlist(key, [])) if bucket else []
        uploads = _uploads(bucket, key)
        if method != "DELETE" and not versions and not uploads:
            raise NotNamed(address)
        body = dump((versions, uploads))
        self.blobs.sync()
        return body

    def apply(self, account: str, address: str, image: bytes) -> None:
        """Make an object be as an image says; where the bucket has gone, nothing is to do."""
        bucket_name, key, _ = json.loads(address)
        bucket = _bucket(account, bucket_name)
        if bucket is None:
            return
        versions, uploads = load(image)
        for upload_id in _uploads(bucket, key):
            del bucket.multiparts[upload_id]
        for upload_id, upload in uploads.items():
            bucket.multiparts[upload_id] = upload
        if versions:
            bucket.keys.setlist(key, versions)
        elif key in bucket.keys:
            bucket.keys.pop(key)


def _is_path_style(environ: Environ) -> bool:
    host = str(environ.get("HTTP_HOST", "")).rpartition(":")[0] or str(environ.get("HTTP_HOST", ""))
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host
    return True


def _query(environ: Environ) -> list[tuple[str, str]]:
    return parse_qsl(str(environ.get("QUERY_STRING", "")), keep_blank_values=True)


def _bucket(account: str, name: str) -> FakeBucket | None:
    for backend in list(s3_backends[account].values()):
        found: FakeBucket | None = backend.buckets.get(name)
        if found is not None:
            return found
    return None


def _uploads(bucket: FakeBucket | None, key: str) -> dict[str, FakeMultipart]:
    items: list[tuple[str, Any]] = list(bucket.multiparts.items()) if bucket else []
    return {upload_id: upload for upload_id, upload in items if upload.key_name == key}
