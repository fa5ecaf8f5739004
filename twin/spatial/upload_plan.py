"""What a client announces before it uploads: the file, its digest and its parts.

Limits of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.spatial.asset_key import asset_key_of, valid_asset_key
from twin.spatial.digests import is_sha256, sha256_bytes
from twin.spatial.errors import PartPlanInvalid, UploadEmpty, UploadInvalid, UploadTooLarge

MINIMUM_PART_BYTES = 5 * 1024**2
MAXIMUM_PART_BYTES = 5 * 1024**3
MAXIMUM_PARTS = 1000
"""S3 allows 10,000; the addresses of 1,000 parts still fit one answer of a function (6 MB)."""

MAXIMUM_FILE_NAME = 255


@dataclass(frozen=True)
class PlannedPart:
    """One part as announced; `sha256` is its digest in base64."""

    part_number: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class UploadPlan:
    """One file as announced; `sha256` is the whole file's digest in hexadecimal."""

    file_name: str
    size_bytes: int
    sha256: str
    asset_key: str
    parts: tuple[PlannedPart, ...]

    @classmethod
    def from_body(cls, body: Mapping[str, Any], *, maximum_bytes: int) -> UploadPlan:
        """Read and check an announcement.

        Raises:
            UploadInvalid: a field is missing or of the wrong kind.
            UploadEmpty: the file has no bytes.
            UploadTooLarge: it has more than `maximum_bytes`.
            PartPlanInvalid: the parts do not make the file, or S3 would not take them.
        """
        name = _file_name(body)
        key = body.get("asset_key")
        plan = cls(
            file_name=name,
            size_bytes=_whole_number(body, "size_bytes"),
            sha256=_sha256(body),
            asset_key=asset_key_of(name) if key is None else valid_asset_key(_text(key)),
            parts=_parts(body),
        )
        plan._check_size(maximum_bytes)
        plan._check_parts()
        return plan

    def _check_size(self, maximum_bytes: int) -> None:
        if self.size_bytes == 0:
            raise UploadEmpty("the file is empty", found="0 bytes", where=self.file_name)
        if self.size_bytes > maximum_bytes:
            raise UploadTooLarge(
                "no converter takes a file of this size",
                found=f"{self.size_bytes} bytes",
                expected=f"at most {maximum_bytes} bytes",
                where=self.file_name,
            )

    def _check_parts(self) -> None:
        numbers = [part.part_number for part in self.parts]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            raise _plan_error(f"parts {numbers[:5]}", "parts counted from 1 without a gap")
        if len(numbers) > MAXIMUM_PARTS:
            raise _plan_error(f"{len(numbers)} parts", f"at most {MAXIMUM_PARTS} parts")
        total = sum(part.size_bytes for part in self.parts)
        if total != self.size_bytes:
            raise _plan_error(f"parts of {total} bytes", f"{self.size_bytes} bytes in all")
        self._check_part_sizes()
        if len(self.parts) == 1 and sha256_bytes(self.parts[0].sha256) != bytes.fromhex(
            self.sha256
        ):
            raise _plan_error("a part with another digest than the file", "the file's digest")

    def _check_part_sizes(self) -> None:
        *full, last = [part.size_bytes for part in self.parts]
        size = full[0] if full else last
        if any(other != size for other in full) or not 0 < last <= size:
            raise _plan_error("parts of different sizes", "equal parts, the last may be smaller")
        smallest = MINIMUM_PART_BYTES if full else 1
        if not smallest <= size <= MAXIMUM_PART_BYTES:
            raise _plan_error(
                f"parts of {size} bytes", f"{MINIMUM_PART_BYTES} to {MAXIMUM_PART_BYTES} bytes"
            )


def _plan_error(found: str, expected: str) -> PartPlanInvalid:
    return PartPlanInvalid(
        "the announced parts do not make the file", found=found, expected=expected, where="parts"
    )


def _invalid(where: str, expected: str, found: object) -> UploadInvalid:
    return UploadInvalid(
        f"{where} is not valid", found=repr(found)[:80], expected=expected, where=where
    )


def _text(value: object, where: str = "asset_key") -> str:
    if not isinstance(value, str):
        raise _invalid(where, "a text", value)
    return value


def _file_name(body: Mapping[str, Any]) -> str:
    name = body.get("file_name")
    plain = isinstance(name, str) and 0 < len(name) <= MAXIMUM_FILE_NAME and name.isprintable()
    if not isinstance(name, str) or not plain or "/" in name or "\\" in name:
        raise _invalid("file_name", "a file name without folders, up to 255 characters", name)
    return name


def _whole_number(body: Mapping[str, Any], where: str) -> int:
    value = body.get(where)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _invalid(where, "a whole number from 0", value)
    return value


def _sha256(body: Mapping[str, Any]) -> str:
    value = body.get("sha256")
    if not isinstance(value, str) or not is_sha256(value):
        raise _invalid("sha256", "a SHA-256 in lower case hexadecimal", value)
    return value


def _parts(body: Mapping[str, Any]) -> tuple[PlannedPart, ...]:
    value = body.get("parts")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _invalid("parts", "a list of parts", value)
    return tuple(_part(item) for item in value)


def _part(item: Mapping[str, Any]) -> PlannedPart:
    digest = item.get("sha256")
    if not isinstance(digest, str) or sha256_bytes(digest) is None:
        raise _invalid("parts", "a SHA-256 in base64 for every part", digest)
    return PlannedPart(
        part_number=_whole_number(item, "part_number"),
        size_bytes=_whole_number(item, "size_bytes"),
        sha256=digest,
    )
