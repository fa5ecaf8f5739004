"""What a client announces before it uploads: the file, and where it is to go.

The parts follow from the size (`twin.spatial.part_plan`); their digests come page by page, when the
client asks where to send them.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from twin.catalogue.identity import SITE_DATABASE
from twin.catalogue.naming import valid_key, valid_path
from twin.spatial.asset_key import asset_key_of
from twin.spatial.digests import is_sha256
from twin.spatial.errors import PartPlanInvalid, UploadEmpty, UploadInvalid, UploadTooLarge
from twin.spatial.part_plan import MAXIMUM_FILE_BYTES, PartPlan

Checksum = Literal["SHA256", "CRC64NVME"]
"""What S3 checks: SHA-256 of each part, or CRC-64/NVME of each part and of the whole."""

CHECKSUM_BYTES: dict[Checksum, int] = {"SHA256": 32, "CRC64NVME": 8}

MAXIMUM_COPY_BYTES = 5 * 1024**3
"""S3 computes the SHA-256 of a whole object up to here: it copies no larger one in one call."""

MAXIMUM_PAGE = 1000
"""Parts of one request: their addresses fit the answer of a function (6 MB)."""

MAXIMUM_FILE_NAME = 255


@dataclass(frozen=True)
class PlannedPart:
    """One part as announced; `checksum` in base64."""

    part_number: int
    size_bytes: int
    checksum: str


@dataclass(frozen=True)
class UploadPlan:
    """One file as announced.

    `sha256` is what the client says of the whole file, in hexadecimal, or empty: a claim, which is
    compared with what S3 computes and never believed. `hold` publishes into the working tree of
    the asset without making a version; `unpack` publishes the members of an archive instead.
    """

    file_name: str
    size_bytes: int
    sha256: str
    database_id: str
    asset_key: str
    path: str
    hold: bool
    unpack: bool
    checksum: Checksum

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> UploadPlan:
        """Read and check an announcement.

        Raises:
            UploadInvalid, CatalogueInvalid: a field is missing or of the wrong kind.
            UploadEmpty: the file has no bytes.
            UploadTooLarge: it has more than S3 stores, or more than its checksum is for.
        """
        name = _file_name(body)
        key = body.get("asset_key")
        plan = cls(
            file_name=name,
            size_bytes=_whole_number(body, "size_bytes"),
            sha256=stated_sha256(body),
            database_id=valid_key(body.get("database_id", SITE_DATABASE), "database_id"),
            asset_key=asset_key_of(name) if key is None else valid_key(key, "asset_key"),
            path=valid_path(body.get("path", name)),
            hold=_flag(body, "hold"),
            unpack=_flag(body, "unpack"),
            checksum=_checksum(body),
        )
        plan._check_size()
        return plan

    @property
    def parts(self) -> PartPlan:
        """Return how the file is cut."""
        return PartPlan.of(self.size_bytes)

    @property
    def is_addressed_by_tree(self) -> bool:
        """Tell whether the content address is the digest of the parts' digests."""
        return self.size_bytes > MAXIMUM_COPY_BYTES

    def planned(self, body: Mapping[str, Any]) -> tuple[PlannedPart, ...]:
        """Read a page of announced parts, in the order given.

        Raises:
            UploadInvalid: it is no list of parts, or a checksum has not the algorithm's length.
            PartPlanInvalid: a part is not one of this file, or there are too many at once.
        """
        value = body.get("parts", [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise _invalid("parts", "a list of parts", value)
        if len(value) > MAXIMUM_PAGE:
            raise _plan_error(f"{len(value)} parts at once", f"at most {MAXIMUM_PAGE}")
        parts = tuple(self._planned_part(item) for item in value)
        if len({part.part_number for part in parts}) != len(parts):
            raise _plan_error("a part twice", "each part once")
        return parts

    def valid_checksum(self, value: object, where: str) -> str:
        """Return a checksum in base64 as it is.

        Raises:
            UploadInvalid: it is none of the announced algorithm.
        """
        length = CHECKSUM_BYTES[self.checksum]
        if not isinstance(value, str) or _base64_length(value) != length:
            raise _invalid(where, f"a {self.checksum} of {length} bytes in base64", value)
        return value

    def _planned_part(self, item: Mapping[str, Any]) -> PlannedPart:
        number = _whole_number(item, "part_number")
        plan = self.parts
        if not 1 <= number <= plan.count:
            raise _plan_error(f"part {number}", f"parts 1 to {plan.count}")
        checksum = self.valid_checksum(item.get("checksum"), "parts")
        return PlannedPart(number, plan.part(number).size_bytes, checksum)

    def _check_size(self) -> None:
        if self.size_bytes == 0:
            raise UploadEmpty("the file is empty", found="0 bytes", where=self.file_name)
        by_tree = self.checksum == "SHA256"
        maximum = MAXIMUM_FILE_BYTES if by_tree else MAXIMUM_COPY_BYTES
        if self.size_bytes > maximum:
            raise UploadTooLarge(
                "no file of this size can be stored"
                if by_tree
                else "a larger file is addressed by the SHA-256 of its parts: use checksum SHA256",
                found=f"{self.size_bytes} bytes",
                expected=f"at most {maximum} bytes",
                where=self.file_name,
            )


def _plan_error(found: str, expected: str) -> PartPlanInvalid:
    return PartPlanInvalid(
        "the announced parts are not the file's", found=found, expected=expected, where="parts"
    )


def _invalid(where: str, expected: str, found: object) -> UploadInvalid:
    return UploadInvalid(
        f"{where} is not valid", found=repr(found)[:80], expected=expected, where=where
    )


def _flag(body: Mapping[str, Any], where: str) -> bool:
    value = body.get(where, False)
    if not isinstance(value, bool):
        raise _invalid(where, "true or false", value)
    return value


def _checksum(body: Mapping[str, Any]) -> Checksum:
    value = body.get("checksum", "SHA256")
    for name in CHECKSUM_BYTES:
        if value == name:
            return name
    raise _invalid("checksum", " or ".join(get_args(Checksum)), value)


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


def stated_sha256(body: Mapping[str, Any]) -> str:
    """Return what a client states of a whole file, in hexadecimal, or empty.

    Raises:
        UploadInvalid: it is no SHA-256.
    """
    value = body.get("sha256", "")
    if not isinstance(value, str) or not (value == "" or is_sha256(value)):
        raise _invalid("sha256", "a SHA-256 in lower case hexadecimal", value)
    return value


def _base64_length(text: str) -> int:
    try:
        return len(b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return -1
