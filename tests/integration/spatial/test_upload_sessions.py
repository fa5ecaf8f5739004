"""Sessions: opened, resumed, completed, refused; the bytes are S3's to verify, never believed."""

from __future__ import annotations

import hashlib
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integration.spatial.plane import (
    PART_BYTES,
    STEP,
    SpatialPlane,
    base64_sha256,
    parts_of,
)
from twin.spatial.digests import composite_sha256
from twin.spatial.upload import SESSION_SECONDS
from twin_runtime import clients

LARGE_STEP = STEP.replace(b"HEADER;", b"HEADER;" + b"/**/" * (PART_BYTES // 4))
ONE = {"size_bytes": 10, "file_name": "a.step"}


def test_address_of_a_part_is_signed_with_its_digest(plane: SpatialPlane) -> None:
    part = plane.announce(STEP)["parts"][0]
    signed = parse_qs(urlsplit(part["url"]).query)["X-Amz-SignedHeaders"][0]
    assert "x-amz-checksum-sha256" in signed.split(";")
    assert part["headers"] == {"x-amz-checksum-sha256": base64_sha256(STEP)}


def test_several_parts_are_verified_as_one_file(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(LARGE_STEP)
    assert plane.state(upload_id)["state"] == "UPLOADED"
    assert plane.inspect(upload_id)["recipe"]["source_sha256"] == (
        hashlib.sha256(LARGE_STEP).hexdigest()
    )


def test_measuring_leaves_no_second_copy(plane: SpatialPlane) -> None:
    clients.s3().put_bucket_versioning(
        Bucket="uploads", VersioningConfiguration={"Status": "Enabled"}
    )
    plane.inspect(plane.uploaded(LARGE_STEP))
    listed = clients.s3().list_object_versions(Bucket="uploads", Prefix="measured/")
    assert "Versions" not in listed and "DeleteMarkers" not in listed


def test_target_of_an_upload_is_in_its_answers_and_events(plane: SpatialPlane) -> None:
    created = plane.announce(STEP, path="drawings/pump.step", hold=True)
    assert (created["database_id"], created["path"]) == ("site", "drawings/pump.step")
    assert (created["part_bytes"], created["part_count"]) == (PART_BYTES, 1)
    state = plane.state(created["upload_id"])
    assert (state["hold"], state["path"], state["archive"]) == (True, "drawings/pump.step", "")
    assert plane.events[-1] | {"type": ""} == state | {"type": ""}


def test_interrupted_upload_goes_on_where_it_stopped(plane: SpatialPlane) -> None:
    first = plane.announce(LARGE_STEP)
    plane.send(first["upload_id"], LARGE_STEP[:PART_BYTES])
    second = plane.announce(LARGE_STEP)
    assert second["upload_id"] == first["upload_id"]
    assert [part["is_stored"] for part in second["parts"]] == [True, False]


def test_part_that_changed_meanwhile_is_to_be_sent_again(plane: SpatialPlane) -> None:
    first = plane.announce(LARGE_STEP)
    plane.send(first["upload_id"], LARGE_STEP)
    changed = LARGE_STEP.replace(b"AUTOMOTIVE", b"AUTOMATIVE")
    second = plane.announce(changed)
    assert second["upload_id"] == first["upload_id"]
    assert [part["is_stored"] for part in second["parts"]] == [True, False]
    assert plane.complete(second["upload_id"], plane.send(second["upload_id"], changed))[0] == 202


def test_parts_are_announced_page_by_page(plane: SpatialPlane) -> None:
    upload_id = plane.announce(LARGE_STEP, parts=[])["upload_id"]
    last = {"part_number": 2, "checksum": base64_sha256(parts_of(LARGE_STEP)[1])}
    path = {"upload_id": upload_id}
    status, body = plane.call("POST", "/uploads/{upload_id}/parts", {"parts": [last]}, path)
    assert status == 200
    assert [(part["part_number"], part["is_stored"]) for part in body["parts"]] == [(2, False)]
    outside = {"part_number": 3, "checksum": last["checksum"]}
    status, body = plane.call("POST", "/uploads/{upload_id}/parts", {"parts": [outside]}, path)
    assert (status, body["code"]) == (422, "UPLOAD_PART_PLAN_INVALID")


def test_page_of_the_largest_file_fits_the_answer_of_a_function(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "t" * 1600)  # as long as a role's are
    clients.s3.cache_clear()
    page = [{"part_number": 9001 + one, "checksum": base64_sha256(b"")} for one in range(987)]
    largest = {"file_name": "scan.e57", "size_bytes": 5 * 1024**4}
    status, body = plane.call("POST", "/uploads", largest | {"parts": page})
    assert (status, body["part_count"], len(body["parts"])) == (201, 9987, 987)
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    assert len(json.dumps(body)) < 6 * 1024**2 * 0.6


def test_same_file_of_another_user_is_another_upload(plane: SpatialPlane) -> None:
    mine = plane.announce(STEP)["upload_id"]
    plane.subject = "bob"
    assert plane.announce(STEP)["upload_id"] != mine


def test_other_bytes_than_stated_leave_the_session_open(plane: SpatialPlane) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    changed = STEP.replace(b"AUTOMOTIVE", b"AUTOMATIVE")
    plane.send(upload_id, changed)
    right = composite_sha256([base64_sha256(STEP)])
    status, body = plane.complete(upload_id, right)
    assert (status, body["code"]) == (422, "UPLOAD_CHECKSUM_MISMATCH")
    assert plane.state(upload_id)["state"] == "OPEN"
    assert plane.complete(upload_id, plane.send(upload_id, STEP))[0] == 202


@pytest.mark.parametrize("content", [STEP, LARGE_STEP])
def test_digest_of_somebody_elses_file_gets_nobody_that_file(
    plane: SpatialPlane, content: bytes
) -> None:
    """Whoever only knows a digest must not get the bytes, and must not store others under it."""
    secret = plane.inspect(plane.uploaded(LARGE_STEP.replace(b"HEADER;", b"HEADER; "), "a.step"))
    plane.convert(secret)
    plane.publish(secret)
    digest = secret["recipe"]["source_sha256"]
    plane.subject = "eve"
    upload_id = plane.announce(content, "mine.step", sha256=digest)["upload_id"]
    status, body = plane.complete(upload_id, plane.send(upload_id, content), sha256=digest)
    if status == 202:  # of several parts: S3 computes the digest of the whole later
        outcome = plane.inspect(upload_id)
        assert outcome["decision"] == "reject"
        body = outcome["error"]
    assert body["code"] == "UPLOAD_CHECKSUM_MISMATCH"
    assert len(plane.assets()) == 1


def test_completion_of_missing_parts_may_be_mended(plane: SpatialPlane) -> None:
    upload_id = plane.announce(LARGE_STEP)["upload_id"]
    status, body = plane.complete(upload_id, plane.send(upload_id, LARGE_STEP[:PART_BYTES]))
    assert (status, body["code"]) == (409, "UPLOAD_PARTS_INCOMPLETE")
    status, _ = plane.complete(upload_id, plane.send(upload_id, LARGE_STEP))
    assert status == 202


def test_completing_twice_answers_the_same(plane: SpatialPlane) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    checksum = plane.send(upload_id, STEP)
    assert plane.complete(upload_id, checksum) == plane.complete(upload_id, checksum)


def test_expired_session_says_so(plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    checksum = plane.send(upload_id, STEP)
    later = time.time() + SESSION_SECONDS + 1
    monkeypatch.setattr("spatial_upload.handler.time.time", lambda: later)
    status, body = plane.complete(upload_id, checksum)
    assert (status, body["code"]) == (410, "UPLOAD_EXPIRED")
    assert plane.state(upload_id)["state"] == "EXPIRED"
    assert plane.announce(STEP)["upload_id"] != upload_id


def test_session_of_another_user_is_invisible_but_to_an_administrator(
    plane: SpatialPlane,
) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    plane.subject = "bob"
    status, body = plane.call("GET", "/uploads/{upload_id}", path={"upload_id": upload_id})
    assert (status, body["code"]) == (404, "UPLOAD_UNKNOWN")
    plane.role = "admin"
    assert plane.state(upload_id)["state"] == "OPEN"


def test_aborted_upload_takes_nothing_more(plane: SpatialPlane) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    checksum = plane.send(upload_id, STEP)
    path = {"upload_id": upload_id}
    assert plane.call("DELETE", "/uploads/{upload_id}", path=path)[1]["state"] == "ABORTED"
    status, body = plane.complete(upload_id, checksum)
    assert (status, body["code"]) == (409, "UPLOAD_CLOSED")
    assert "Uploads" not in clients.s3().list_multipart_uploads(Bucket="uploads")


@pytest.mark.parametrize(
    ("announcement", "status", "code"),
    [
        ({"file_name": "a.step", "size_bytes": 0}, 422, "UPLOAD_EMPTY"),
        ({"file_name": "a.step", "size_bytes": 6 * 1024**4}, 413, "UPLOAD_TOO_LARGE"),
        (ONE | {"size_bytes": 6 * 1024**3, "checksum": "CRC64NVME"}, 413, "UPLOAD_TOO_LARGE"),
        (ONE | {"checksum": "MD5"}, 400, "UPLOAD_INVALID"),
        (ONE | {"path": "../other"}, 400, "CATALOGUE_INVALID"),
        (ONE | {"database_id": "No Such"}, 400, "CATALOGUE_INVALID"),
        (ONE | {"database_id": "unknown"}, 404, "DATABASE_UNKNOWN"),
        (ONE | {"hold": "yes"}, 400, "UPLOAD_INVALID"),
    ],
)
def test_announcement_that_cannot_be_taken(
    plane: SpatialPlane, announcement: dict[str, object], status: int, code: str
) -> None:
    answer, body = plane.call("POST", "/uploads", announcement)
    assert (answer, body["code"]) == (status, code)


def test_who_may_not_upload_to_a_target_gets_no_session(plane: SpatialPlane) -> None:
    plane.role = "viewer"
    status, body = plane.call("POST", "/uploads", ONE)
    assert (status, body["code"]) == (403, "ACCESS_DENIED")
    assert plane.events == []


def test_right_on_the_target_is_asked_again_at_the_end(plane: SpatialPlane) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    checksum = plane.send(upload_id, STEP)
    plane.role = "viewer"
    status, body = plane.complete(upload_id, checksum)
    assert (status, body["code"]) == (403, "ACCESS_DENIED")
    plane.role = "engineer"
    assert plane.state(upload_id)["state"] == "OPEN"
