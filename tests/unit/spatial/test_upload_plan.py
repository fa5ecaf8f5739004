"""What may be announced."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from twin.spatial.errors import (
    PartPlanInvalid,
    SpatialError,
    UploadEmpty,
    UploadInvalid,
    UploadTooLarge,
)
from twin.spatial.upload_plan import MINIMUM_PART_BYTES, UploadPlan

MAXIMUM = 10 * MINIMUM_PART_BYTES


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def announcement(*sizes: int, **changes: object) -> dict[str, Any]:
    content = b"x" * sizes[0] if len(sizes) == 1 else b""
    parts = [
        {"part_number": number, "size_bytes": size, "sha256": digest(content)}
        for number, size in enumerate(sizes, start=1)
    ]
    return {
        "file_name": "Feed Pump (rev B).step",
        "size_bytes": sum(sizes),
        "sha256": hashlib.sha256(content).hexdigest(),
        "parts": parts,
    } | changes


def plan(body: dict[str, Any]) -> UploadPlan:
    return UploadPlan.from_body(body, maximum_bytes=MAXIMUM)


def test_asset_key_is_derived_from_the_file_name() -> None:
    assert plan(announcement(100)).asset_key == "feed-pump-rev-b"


def test_equal_parts_and_a_smaller_last_one_are_taken() -> None:
    taken = plan(announcement(MINIMUM_PART_BYTES, MINIMUM_PART_BYTES, 7))
    assert [part.size_bytes for part in taken.parts] == [MINIMUM_PART_BYTES] * 2 + [7]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (announcement(0), UploadEmpty),
        (announcement(100, size_bytes=99), PartPlanInvalid),
        (announcement(100, parts=[]), PartPlanInvalid),
        (announcement(MINIMUM_PART_BYTES - 1, 7), PartPlanInvalid),
        (announcement(MINIMUM_PART_BYTES, MINIMUM_PART_BYTES + 1), PartPlanInvalid),
        (announcement(MINIMUM_PART_BYTES, MINIMUM_PART_BYTES + 1, 7), PartPlanInvalid),
        (announcement(100, sha256="0" * 64), PartPlanInvalid),
        (announcement(*[MINIMUM_PART_BYTES] * 11), UploadTooLarge),
        (announcement(100, sha256="nonsense"), UploadInvalid),
        (announcement(100, file_name="../secret.step"), UploadInvalid),
        (announcement(100, file_name=""), UploadInvalid),
        (announcement(100, file_name="...step"), UploadInvalid),
        (announcement(100, size_bytes=True), UploadInvalid),
        (announcement(100, size_bytes=-1), UploadInvalid),
        (announcement(100, asset_key="No Key"), UploadInvalid),
        (announcement(100, parts="all"), UploadInvalid),
    ],
)
def test_wrong_announcement_is_refused(body: dict[str, Any], error: type[SpatialError]) -> None:
    with pytest.raises(error):
        plan(body)


def test_part_numbers_must_have_no_gap() -> None:
    body = announcement(MINIMUM_PART_BYTES, 7)
    body["parts"][1]["part_number"] = 3
    with pytest.raises(PartPlanInvalid):
        plan(body)


def test_part_digest_must_be_32_bytes_in_base64() -> None:
    body = announcement(100)
    body["parts"][0]["sha256"] = "c2hvcnQ="
    with pytest.raises(UploadInvalid):
        plan(body)
