"""What may be announced."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from twin.catalogue.errors import CatalogueInvalid
from twin.errors import TwinError
from twin.spatial.errors import PartPlanInvalid, UploadEmpty, UploadInvalid, UploadTooLarge
from twin.spatial.upload_plan import MAXIMUM_COPY_BYTES, MAXIMUM_PAGE, UploadPlan

MEBIBYTE = 1024**2
DIGEST = base64.b64encode(hashlib.sha256(b"part").digest()).decode()
CRC = base64.b64encode(b"8 bytes.").decode()


def announcement(size_bytes: int = 100, **changes: object) -> dict[str, Any]:
    return {"file_name": "Feed Pump (rev B).step", "size_bytes": size_bytes} | changes


def part(number: int, checksum: str = DIGEST) -> dict[str, Any]:
    return {"part_number": number, "checksum": checksum}


def test_what_is_not_said_has_a_default() -> None:
    plan = UploadPlan.from_body(announcement())
    assert (plan.database_id, plan.asset_key) == ("site", "feed-pump-rev-b")
    assert (plan.path, plan.checksum) == ("Feed Pump (rev B).step", "SHA256")
    assert (plan.hold, plan.unpack, plan.sha256) == (False, False, "")


def test_path_is_composed_unicode() -> None:
    assert UploadPlan.from_body(announcement(path="zo\u0308e/a.step")).path == "zöe/a.step"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (announcement(0), UploadEmpty),
        (announcement(5 * 1024**4 + 1), UploadTooLarge),
        (announcement(MAXIMUM_COPY_BYTES + 1, checksum="CRC64NVME"), UploadTooLarge),
        (announcement(checksum="SHA1"), UploadInvalid),
        (announcement(sha256="nonsense"), UploadInvalid),
        (announcement(file_name="../secret.step"), UploadInvalid),
        (announcement(file_name=""), UploadInvalid),
        (announcement(file_name="...step"), UploadInvalid),
        (announcement(size_bytes=True), UploadInvalid),
        (announcement(size_bytes=-1), UploadInvalid),
        (announcement(hold=1), UploadInvalid),
        (announcement(unpack="no"), UploadInvalid),
        (announcement(asset_key="No Key"), CatalogueInvalid),
        (announcement(database_id=7), CatalogueInvalid),
        (announcement(path="a/../b"), CatalogueInvalid),
        (announcement(path="/a"), CatalogueInvalid),
    ],
)
def test_wrong_announcement_is_refused(body: dict[str, Any], error: type[TwinError]) -> None:
    with pytest.raises(error):
        UploadPlan.from_body(body)


def test_largest_file_is_taken() -> None:
    assert UploadPlan.from_body(announcement(5 * 1024**4)).is_addressed_by_tree


def test_page_of_parts_bears_the_sizes_of_the_plan() -> None:
    plan = UploadPlan.from_body(announcement(17 * MEBIBYTE))
    page = plan.planned({"parts": [part(3), part(1)]})
    assert [(one.part_number, one.size_bytes) for one in page] == [
        (3, MEBIBYTE),
        (1, 8 * MEBIBYTE),
    ]


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([part(0)], PartPlanInvalid),
        ([part(4)], PartPlanInvalid),
        ([part(1), part(1)], PartPlanInvalid),
        ([part(1)] * (MAXIMUM_PAGE + 1), PartPlanInvalid),
        ([part(1, "c2hvcnQ=")], UploadInvalid),
        ([part(1, CRC)], UploadInvalid),
        ([part(1, "no base64!")], UploadInvalid),
        ([{"part_number": "1", "checksum": DIGEST}], UploadInvalid),
        (["part"], UploadInvalid),
        ("all", UploadInvalid),
    ],
)
def test_wrong_page_is_refused(parts: object, error: type[TwinError]) -> None:
    with pytest.raises(error):
        UploadPlan.from_body(announcement(17 * MEBIBYTE)).planned({"parts": parts})


def test_checksum_has_the_length_of_its_algorithm() -> None:
    plan = UploadPlan.from_body(announcement(checksum="CRC64NVME"))
    assert plan.planned({"parts": [part(1, CRC)]})[0].checksum == CRC
    with pytest.raises(UploadInvalid):
        plan.planned({"parts": [part(1)]})
