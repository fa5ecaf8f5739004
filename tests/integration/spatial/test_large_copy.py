"""Files that S3 does not copy at once are copied part by part, however often that is cut off."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from spatial_inspect import large_file
from spatial_runtime.large_copy import LargeCopy, Place
from tests.integration.spatial.plane import STEP, SpatialPlane
from twin.spatial import upload_plan
from twin.spatial.digests import composite_sha256
from twin.spatial.errors import CopyUnfinished, UploadChecksumMismatch
from twin.spatial.part_plan import MINIMUM_PART_BYTES, PartPlan
from twin_runtime import clients

CONTENT = bytes(range(256)) * (12 * 1024**2 // 256) + b"end"
PLAN = PartPlan(len(CONTENT), MINIMUM_PART_BYTES)
SOURCE, TARGET = Place("uploads", "uploads/1/source"), Place("assets", "sources/tree-1")
LARGE = b"\x00" + CONTENT
"""Of no known format: nothing converts it."""


def checksum(content: bytes = CONTENT) -> str:
    parts = (hashlib.sha256(content[part.start : part.end]).digest() for part in PLAN)
    return composite_sha256(base64.b64encode(part).decode() for part in parts)


def begun(content: bytes = CONTENT) -> LargeCopy:
    clients.s3().put_object(Bucket=SOURCE.bucket, Key=SOURCE.key, Body=content)
    return LargeCopy.begin(clients.s3(), SOURCE, TARGET, PLAN)


def time_for(parts: int) -> Callable[[], bool]:
    left = iter(range(parts))
    return lambda: next(left, None) is not None


def test_copy_is_verified_part_by_part(plane: SpatialPlane) -> None:
    begun().finish(checksum(), has_time=lambda: True)
    copied = clients.s3().head_object(Bucket="assets", Key=TARGET.key, ChecksumMode="ENABLED")
    assert (copied["ContentLength"], copied["ChecksumSHA256"]) == (len(CONTENT), f"{checksum()}-3")
    stored = clients.s3().get_object(Bucket="assets", Key=TARGET.key)
    assert stored["Body"].read() == CONTENT


def test_copy_goes_on_with_the_missing_parts(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, copied = begun(), []
    upload_part_copy = clients.s3().upload_part_copy

    def count(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        copied.append(arguments["PartNumber"])
        return upload_part_copy(**arguments)

    monkeypatch.setattr(clients.s3(), "upload_part_copy", count)
    with pytest.raises(CopyUnfinished) as raised:
        copy.finish(checksum(), has_time=time_for(2))
    assert raised.value.found == "2 of 3 parts"
    copy.finish(checksum(), has_time=lambda: True)
    assert sorted(copied) == [1, 2, 3]


def test_other_bytes_than_were_verified_leave_nothing(plane: SpatialPlane) -> None:
    with pytest.raises(UploadChecksumMismatch):
        begun(bytes(reversed(CONTENT))).finish(checksum(), has_time=lambda: True)
    assert "Contents" not in clients.s3().list_objects_v2(Bucket="assets")
    assert "Uploads" not in clients.s3().list_multipart_uploads(Bucket="assets")


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let S3 copy nothing larger than a mebibyte at once."""
    monkeypatch.setattr(upload_plan, "MAXIMUM_COPY_BYTES", 1024**2)


@pytest.mark.usefixtures("small_limit")
def test_large_file_is_published_at_its_tree_address(plane: SpatialPlane) -> None:
    outcome = plane.inspect(plane.uploaded(LARGE, "scan.bin"))
    assert outcome["decision"] == "publish"
    assert plane.publish(outcome)["decision"] == "published"
    keys = [item["Key"] for item in clients.s3().list_objects_v2(Bucket="assets")["Contents"]]
    assert [key for key in keys if key.startswith("sources/")] == [
        f"sources/tree-{tree_digest(LARGE)}"
    ]


@pytest.mark.usefixtures("small_limit")
def test_workflow_goes_on_with_an_unfinished_copy(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = plane.uploaded(LARGE, "scan.bin")
    with monkeypatch.context() as late:
        late.setattr(large_file, "COPY_SECONDS", -1)
        with pytest.raises(CopyUnfinished):
            plane.inspect(upload_id)
    assert plane.inspect(upload_id)["decision"] == "publish"
    assert "Uploads" not in clients.s3().list_multipart_uploads(Bucket="assets")


@pytest.mark.usefixtures("small_limit")
def test_small_file_made_of_a_large_ones_digests_has_another_address(plane: SpatialPlane) -> None:
    """The SHA-256 of a file that holds the digests of the parts is the tree digest."""
    plane.publish(plane.inspect(plane.uploaded(LARGE, "scan.bin")))
    digests = b"".join(
        hashlib.sha256(LARGE[part.start : part.end]).digest() for part in PartPlan.of(len(LARGE))
    )
    assert hashlib.sha256(digests).hexdigest() == tree_digest(LARGE)
    upload_id = plane.uploaded(digests, "forged.bin")
    plane.publish(plane.inspect(upload_id))
    forged = clients.s3().get_object(Bucket="assets", Key=f"sources/{tree_digest(LARGE)}")
    assert forged["Body"].read() == digests


def tree_digest(content: bytes) -> str:
    parts = PartPlan.of(len(content))
    whole = b"".join(hashlib.sha256(content[one.start : one.end]).digest() for one in parts)
    return hashlib.sha256(whole).hexdigest()


def test_step_files_are_never_addressed_by_tree(plane: SpatialPlane) -> None:
    outcome = plane.inspect(plane.uploaded(STEP))
    assert outcome["recipe"]["source_sha256"] == hashlib.sha256(STEP).hexdigest()
