"""`Custom::CDKBucketDeployment`: copies the files of assets into a bucket."""

from __future__ import annotations

import io
import json
import mimetypes
import zipfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import ClassVar

from twin_local.engine.custom.native import NativeResource
from twin_local.engine.json_value import Json, Properties

TYPES = {
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
SYSTEM_METADATA = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
    "content-type": "ContentType",
}
DELETED_AT_ONCE = 1000


class BucketDeployment(NativeResource):
    """Unpacks assets, fills in deploy-time values, uploads what changed and prunes the rest."""

    honoured: ClassVar[frozenset[str]] = frozenset(
        {
            "DestinationBucketKeyPrefix",
            "DestinationBucketName",
            "DestinationBucketArn",
            "DistributionId",
            "DistributionPaths",
            "Exclude",
            "Extract",
            "Include",
            "OutputObjectKeys",
            "Prune",
            "RetainOnDelete",
            "SourceBucketNames",
            "SourceMarkers",
            "SourceMarkersConfig",
            "SourceObjectKeys",
            "SystemMetadata",
            "UserMetadata",
            "WaitForDistributionInvalidation",
        }
    )

    def apply(self, properties: Properties, before: Properties | None) -> dict[str, Json]:
        """Upload the files; a front that caches nothing needs no invalidation."""
        files = dict(self._files(properties))
        target = _Target.of(properties)
        for name, body in files.items():
            self.clients.call("s3", "PutObject", _upload(target, name, body, properties))
        if _is_true(properties.get("Prune", True)):
            self._prune(target, set(files))
        if before is not None and _Target.of(before) != target:
            self.remove(before)
        return {
            "SourceObjectKeys": properties["SourceObjectKeys"],
            "DestinationBucketArn": f"arn:aws:s3:::{target.bucket}",
        }

    def remove(self, properties: Properties) -> None:
        """Delete the files, unless they are to be retained (which is the default)."""
        if not _is_true(properties.get("RetainOnDelete", True)):
            self._prune(_Target.of(properties), set())

    def _files(self, properties: Properties) -> Iterator[tuple[str, bytes]]:
        sources = zip(properties["SourceBucketNames"], properties["SourceObjectKeys"], strict=True)
        for index, (bucket, key) in enumerate(sources):
            answer = self.clients.call("s3", "GetObject", {"Bucket": bucket, "Key": key})
            body: bytes = answer["Body"].read()
            values = _values(properties, index)
            if not _is_true(properties.get("Extract", True)):
                yield key.rsplit("/", 1)[-1], body
                continue
            for name, content in _unpacked(body):
                if _included(name, properties):
                    yield name, _filled(content, values)

    def _prune(self, target: _Target, keep: set[str]) -> None:
        pages = self._keys(target)
        gone = [key for key in pages if key.removeprefix(target.prefix) not in keep]
        for start in range(0, len(gone), DELETED_AT_ONCE):
            objects = [{"Key": key} for key in gone[start : start + DELETED_AT_ONCE]]
            self.clients.call(
                "s3", "DeleteObjects", {"Bucket": target.bucket, "Delete": {"Objects": objects}}
            )

    def _keys(self, target: _Target) -> list[str]:
        keys: list[str] = []
        query: Properties = {"Bucket": target.bucket, "Prefix": target.prefix}
        while True:
            page = self.clients.call("s3", "ListObjectsV2", query)
            keys.extend(item["Key"] for item in page.get("Contents", []))
            if not page.get("IsTruncated"):
                return keys
            query["ContinuationToken"] = page["NextContinuationToken"]


class _Target(tuple[str, str]):
    """The bucket and the prefix (empty or ending with a slash) that files are copied to."""

    __slots__ = ()

    @classmethod
    def of(cls, properties: Properties) -> _Target:
        prefix = str(properties.get("DestinationBucketKeyPrefix", "")).strip("/")
        return cls((str(properties["DestinationBucketName"]), f"{prefix}/" if prefix else ""))

    @property
    def bucket(self) -> str:
        return self[0]

    @property
    def prefix(self) -> str:
        return self[1]


def _unpacked(body: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield item.filename, archive.read(item)


def _included(name: str, properties: Properties) -> bool:
    """Apply the filters of `aws s3 sync`: the last one that matches decides."""
    excluded = any(fnmatchcase(name, pattern) for pattern in properties.get("Exclude", []))
    included = any(fnmatchcase(name, pattern) for pattern in properties.get("Include", []))
    return included or not excluded


def _values(properties: Properties, index: int) -> dict[str, str]:
    """Return the deploy-time values of one source by marker."""
    markers = properties.get("SourceMarkers") or []
    settings = properties.get("SourceMarkersConfig") or []
    values = markers[index] if index < len(markers) else {}
    setting = settings[index] if index < len(settings) else {}
    escape = _is_true(setting.get("jsonEscape", False))
    return {
        marker: json.dumps(str(value))[1:-1] if escape else str(value)
        for marker, value in values.items()
    }


def _filled(content: bytes, values: Mapping[str, str]) -> bytes:
    for marker, value in values.items():
        content = content.replace(marker.encode(), value.encode())
    return content


def _upload(target: _Target, name: str, body: bytes, properties: Properties) -> Properties:
    system = {
        SYSTEM_METADATA[key.lower()]: value
        for key, value in properties.get("SystemMetadata", {}).items()
    }
    return {
        "Bucket": target.bucket,
        "Key": target.prefix + name,
        "Body": body,
        "ContentType": _content_type(name),
        "Metadata": properties.get("UserMetadata", {}),
        **system,
    }


def _content_type(name: str) -> str:
    suffix = "." + name.rsplit(".", 1)[-1].lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "binary/octet-stream"


def _is_true(value: Json) -> bool:
    return value if isinstance(value, bool) else str(value).lower() == "true"
