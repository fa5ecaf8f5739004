"""A version of an asset as one ZIP file."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest

from spatial_zip.handler import handler as pack
from tests.integration.spatial.catalogue import VERSIONS, Catalogue, objects
from tests.integration.spatial.plane import STEP, Reply, SpatialPlane
from twin_runtime import clients

ARCHIVE = f"{VERSIONS}/{{number}}/archive"
OTHER = STEP.replace(b"HEADER", b"HEADER ")


@dataclass
class Invocation:
    """What Lambda says of a call."""

    seconds: float = 900.0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture
def catalogue(plane: SpatialPlane) -> Catalogue:
    """Return a catalogue with one asset of two files in version 1."""
    plane.role = "admin"
    catalogue = Catalogue(plane)
    assert catalogue.create("pump").status == 201
    catalogue.publish("pump", 'drawings/Zeichnung "süd".step', STEP)
    catalogue.publish("pump", "part.step", OTHER)
    assert catalogue.keep("pump", "first").status == 201
    return catalogue


def ask(catalogue: Catalogue, method: str = "POST", number: str = "1") -> Reply:
    path = catalogue.path("pump", number=number)
    return catalogue.plane.ask(method, ARCHIVE, path=path)


def run_last_order(catalogue: Catalogue, seconds: float = 900.0) -> None:
    order = [one for one in catalogue.plane.events if one["type"] == "ArchiveRequested"][-1]
    pack({"detail": order}, Invocation(seconds))


def content_of(catalogue: Catalogue) -> bytes:
    (key,) = [name for name in objects() if name.startswith("archives/")]
    body: bytes = clients.s3().get_object(Bucket="assets", Key=key)["Body"].read()
    return body


def orders(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [one for one in catalogue.plane.events if one["type"] == "ArchiveRequested"]


def test_the_files_of_a_version_come_as_one_archive(catalogue: Catalogue) -> None:
    asked = ask(catalogue)
    assert (asked.status, asked.body["state"], asked.body["url"]) == (202, "REQUESTED", None)
    run_last_order(catalogue)
    ready = ask(catalogue, "GET").body
    content = content_of(catalogue)
    assert (ready["state"], ready["size_bytes"]) == ("READY", len(content))
    assert "pump-v1.zip" in ready["url"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {'drawings/Zeichnung "süd".step': STEP, "part.step": OTHER}


def test_it_is_made_once_and_the_same_bytes_each_time(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(catalogue)
    ask(catalogue)
    assert len(orders(catalogue)) == 1
    run_last_order(catalogue)
    first = content_of(catalogue)
    run_last_order(catalogue)  # the event came twice
    assert ask(catalogue).body["state"] == "READY"
    assert len(orders(catalogue)) == 1
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 25 * 3600)
    assert ask(catalogue, "GET").body["code"] == "ARCHIVE_UNKNOWN"
    assert ask(catalogue).body["state"] == "REQUESTED"
    run_last_order(catalogue)
    assert content_of(catalogue) == first


def test_what_cannot_be_packed_in_time_says_so_and_leaves_nothing(catalogue: Catalogue) -> None:
    ask(catalogue)
    run_last_order(catalogue, seconds=1.0)
    failed = ask(catalogue, "GET").body
    assert (failed["state"], failed["error"]["code"]) == ("FAILED", "ARCHIVE_FAILED")
    assert not [name for name in objects() if name.startswith("archives/")]
    assert "Uploads" not in clients.s3().list_multipart_uploads(Bucket="assets")
    assert ask(catalogue).body["state"] == "REQUESTED"


def test_a_lost_order_can_be_given_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(catalogue)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 21 * 60)
    assert ask(catalogue).body["state"] == "REQUESTED"
    assert len(orders(catalogue)) == 2


def test_bytes_that_are_gone_are_named(catalogue: Catalogue) -> None:
    ask(catalogue)
    for key in objects():
        if key.startswith("sources/"):
            clients.s3().delete_object(Bucket="assets", Key=key)
    run_last_order(catalogue)
    assert ask(catalogue, "GET").body["error"]["code"] == "FILES_MISSING"


def test_unknown_versions_and_archives_are_refused(catalogue: Catalogue) -> None:
    assert ask(catalogue, "GET").body["code"] == "ARCHIVE_UNKNOWN"
    assert ask(catalogue, number="2").body["code"] == "VERSION_UNKNOWN"
    assert ask(catalogue, number="x").status == 400
