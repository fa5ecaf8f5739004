"""An archive becomes uploads of its members, each of which goes its own way."""

from __future__ import annotations

import io
import itertools
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.spatial.plane import PART_BYTES, STEP, SpatialPlane
from twin.spatial.workflow import Outcome
from twin_runtime import clients

LARGE = STEP.replace(b"HEADER;", b"HEADER;" + bytes(range(65, 91)) * (PART_BYTES // 20))


def packed(**contents: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def inspected(plane: SpatialPlane, content: bytes, name: str = "models.zip") -> Outcome:
    return plane.inspect(plane.uploaded(content, name, asset_key="pumps", unpack=True))


def members(plane: SpatialPlane) -> dict[str, dict[str, Any]]:
    """Return the last event of every upload that came from an archive, by its path."""
    return {event["path"]: event for event in plane.events if event.get("archive")}


def test_members_are_uploads_that_hold_and_know_their_archive(plane: SpatialPlane) -> None:
    ordered = inspected(plane, packed(**{"a.step": STEP, "parts/b.step": LARGE}))
    assert ordered["decision"] == "unpack"
    assert plane.unpack(ordered)["decision"] == "unpacked"
    state = plane.state(ordered["upload_id"])
    assert (state["state"], state["step"]) == ("PUBLISHED", "unpacked")
    found = members(plane)
    assert {path: event["state"] for path, event in found.items()} == {
        "a.step": "UPLOADED",
        "parts/b.step": "UPLOADED",
    }
    large = found["parts/b.step"]
    assert (large["hold"], large["archive"]) == (True, ordered["upload_id"])
    stored = clients.s3().get_object(Bucket="uploads", Key=f"uploads/{large['upload_id']}/source")
    assert stored["Body"].read() == LARGE
    assert plane.inspect(large["upload_id"])["decision"] == "convert"


def test_bad_member_is_refused_alone(plane: SpatialPlane) -> None:
    content = packed(**{"a.step": STEP, "b.step": b"<html></html>", "empty.txt": b""})
    plane.unpack(inspected(plane, content))
    found = members(plane)
    assert found["empty.txt"]["error"]["code"] == "UPLOAD_EMPTY"
    refused = plane.inspect(found["b.step"]["upload_id"])
    assert (refused["decision"], refused["error"]["code"]) == ("reject", "CONTENT_NOT_AS_NAMED")
    assert plane.inspect(found["a.step"]["upload_id"])["decision"] == "convert"


def test_damaged_member_is_refused_alone(plane: SpatialPlane) -> None:
    content = bytearray(packed(**{"a.step": STEP, "b.step": STEP}))
    content[content.index(b"AUTOMOTIVE")] ^= 1
    plane.unpack(inspected(plane, bytes(content)))
    found = members(plane)
    assert found["a.step"]["error"]["code"] == "ARCHIVE_DAMAGED"
    assert found["b.step"]["state"] == "UPLOADED"
    assert "Uploads" not in clients.s3().list_multipart_uploads(Bucket="uploads")


def test_unsafe_archive_brings_nothing(plane: SpatialPlane) -> None:
    outcome = plane.unpack(inspected(plane, packed(**{"a.step": STEP, "../b.step": STEP})))
    assert (outcome["decision"], outcome["error"]["code"]) == ("reject", "ARCHIVE_UNSAFE")
    assert members(plane) == {}
    plane.fail(outcome)
    assert plane.state(outcome["upload_id"])["error"]["code"] == "ARCHIVE_UNSAFE"


def test_unpacking_goes_on_in_another_invocation(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(step=300.0)
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    monkeypatch.setattr("spatial_unpack.handler.time", clock)  # the function's alone
    ordered = inspected(plane, packed(**{f"{name}.step": STEP for name in "abc"}))
    first = plane.unpack(ordered)
    assert (first["decision"], first["next_member"]) == ("unpack", 2)
    second = plane.unpack(first)
    assert second["decision"] == "unpacked"
    assert sorted(members(plane)) == ["a.step", "b.step", "c.step"]


def test_repeated_unpacking_makes_no_second_uploads(plane: SpatialPlane) -> None:
    ordered = inspected(plane, packed(**{"a.step": STEP}))
    plane.unpack(ordered)
    before = [event for event in plane.events if event.get("archive")]
    assert plane.unpack(ordered)["decision"] == "unpacked"
    assert [event for event in plane.events if event.get("archive")] == before


def test_only_archives_are_unpacked(plane: SpatialPlane) -> None:
    outcome = inspected(plane, STEP, "pump.step")
    assert (outcome["decision"], outcome["error"]["code"]) == ("reject", "ARCHIVE_EXPECTED")
