"""A file is converted once more on request, and every derivative says why it is there."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.e2e.conftest import Twin, eventually
from tests.e2e.test_reads import token_of_a_viewer
from tests.integration.convert_mesh.textured import textured
from twin.live.event_id import EventId

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(900)]

DAMAGED = (
    b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n"
    b"ENDSEC;\nEND-ISO-10303-21;\n"
)
"""Well-formed, and with nothing to show in it: its job refuses it."""

ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")


TRIANGLE = struct.pack("<9f3H2x", 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 2)
SCENE = {
    "asset": {"version": "2.0"},
    "scene": 0,
    "scenes": [{"nodes": [0]}],
    "nodes": [{"mesh": 0, "name": "triangle"}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
    "buffers": [{"byteLength": len(TRIANGLE)}],
    "bufferViews": [
        {"buffer": 0, "byteLength": 36},
        {"buffer": 0, "byteOffset": 36, "byteLength": 6},
    ],
    "accessors": [
        {
            "bufferView": 0,
            "componentType": 5126,
            "count": 3,
            "type": "VEC3",
            "min": [0, 0, 0],
            "max": [1, 1, 0],
        },
        {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
    ],
}


def triangle_glb() -> bytes:
    """Return a scene of one triangle as GLB."""
    text = json.dumps(SCENE).encode()
    text += b" " * (-len(text) % 4)
    chunks = b"".join(
        (
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(TRIANGLE), b"BIN\0"),
            TRIANGLE,
        )
    )
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _is_there(twin: Twin, asset: str) -> bool:
    return asset in {one["asset_key"] for one in twin.run("assets", "list")["assets"]}


def ended(twin: Twin, asset: str, conversion_id: str) -> str | None:
    state: str = twin.run("conversions", "show", asset, conversion_id)["state"]
    return state if state in ENDED else None


def test_a_published_model_is_converted_again_and_explained(twin: Twin) -> None:
    # It is among the first data, which follow what the command calls ready.
    eventually(lambda: _is_there(twin, "station"), seconds=300, what="the station")
    file = twin.run("assets", "show", "station")["files"][0]
    path = file["path"]
    found = twin.run("assets", "why", "station", path, "model.glb")
    assert found["source"]["sha256"] == file["sha256"]
    assert found["recipe"]["source_sha256"] == file["sha256"]
    assert found["run"]["seconds"] > 0
    asked = twin.run("conversions", "request", "station", path, file["converter"])
    state = eventually(
        lambda: ended(twin, "station", asked["conversion_id"]), seconds=300, what="the conversion"
    )
    assert state == "SUCCEEDED"
    again = twin.run(
        "assets", "why", "station", path, "model.glb", "--converter", file["converter"]
    )
    assert (again["on_request"], again["was_cached"]) == (True, True)
    assert again["sha256"] == found["sha256"]
    rows = twin.run("conversions", "list", "station", "--path", path)["conversions"]
    assert rows[0]["conversion_id"] == asked["conversion_id"]
    log = twin.run("conversions", "logs", "station", asked["conversion_id"])["entries"]
    assert {"Inspect", "Publish"} <= {entry["step"] for entry in log}


def test_a_model_for_augmented_reality_is_made_on_request(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "triangle.glb"
    file.write_bytes(triangle_glb())
    twin.run("assets", "upload", str(file), "--key", "triangle", "--wait")
    before = twin.run("assets", "why", "triangle", file.name)["derivatives"]
    assert "model.usdz" not in {one["file_name"] for one in before}
    asked = twin.run("conversions", "request", "triangle", file.name, "glb_to_usdz")
    state = eventually(
        lambda: ended(twin, "triangle", asked["conversion_id"]), seconds=300, what="the conversion"
    )
    assert state == "SUCCEEDED"
    made = twin.run("assets", "why", "triangle", file.name, "model.usdz")
    assert (made["on_request"], made["was_cached"]) == (True, False)
    assert made["conversion_id"] == asked["conversion_id"]
    _says_how_far_it_was(twin, asked["conversion_id"])
    (shown,) = twin.run("assets", "show", "triangle")["files"]
    assert shown["number"] == 1


def test_textures_for_headsets_are_made_on_request(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "textured.glb"
    file.write_bytes(textured())
    twin.run("assets", "upload", str(file), "--key", "textured", "--wait")
    asked = twin.run("conversions", "request", "textured", file.name, "glb_to_ktx2")
    state = eventually(
        lambda: ended(twin, "textured", asked["conversion_id"]), seconds=300, what="the conversion"
    )
    told = twin.run("conversions", "show", "textured", asked["conversion_id"])
    assert state == "SUCCEEDED", told
    made = twin.run("assets", "why", "textured", file.name, "model.ktx2.glb")
    assert (made["on_request"], made["converter"]) == (True, "glb_to_ktx2")


def _says_how_far_it_was(twin: Twin, conversion_id: str) -> None:
    """Require what the job said while it ran: in its log, and to whoever listened."""
    shown = twin.run("conversions", "show", "triangle", conversion_id)
    assert (shown["job"], shown["progress"]) == (None, 1.0)
    assert shown["moved_at"] == shown["ended_at"]
    lines = twin.run("conversions", "logs", "triangle", conversion_id)["lines"]
    said = [line["message"] for line in lines]
    assert next(one for one in said if one.startswith("step ")) == "step download"
    assert "step upload" in said
    assert said[-1].startswith("triangle: 1 files of ")
    told = [one for one in _told(twin, shown) if one["conversion_id"] == conversion_id]
    jobs = [one["job"] for one in told if one["job"]]
    assert jobs[0]["step"] in ("download", "convert")
    assert told[-1]["state"] == "SUCCEEDED"


def _told(twin: Twin, conversion: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """Return what consoles heard of conversions since one was asked for."""
    answer = urllib3.request(
        "GET",
        f"{twin.run('status')['api_url']}/live/events",
        headers={
            "authorization": f"Bearer {token_of_a_viewer(twin)}",
            "last-event-id": str(EventId.at(conversion["requested_at"])),
        },
    )
    events = answer.data.decode().split("\n\n")
    found = [one.split("data: ", 1)[1] for one in events if "event: conversions\n" in one]
    return [json.loads(text) for text in found]


def test_a_refused_file_is_begun_again_and_stopped(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "empty.step"
    file.write_bytes(DAMAGED)
    sent = twin.run("assets", "upload", str(file), "--key", "empty-model")
    row = eventually(lambda: _failed(twin, sent["upload_id"]), seconds=300, what="the refusal")
    assert row["error"]["code"].startswith("SOURCE_")
    lines = twin.run("conversions", "logs", "empty-model", row["conversion_id"])["lines"]
    assert lines[-1]["message"] == "the job wrote why it refuses the file"
    twin.run("conversions", "rerun", "empty-model", row["conversion_id"])
    stopped = twin.run("conversions", "cancel", "empty-model", row["conversion_id"])
    assert stopped["attempt"] == 2
    state = eventually(
        lambda: ended(twin, "empty-model", row["conversion_id"]), seconds=120, what="the end"
    )
    assert state in ("CANCELLED", "FAILED")


def _failed(twin: Twin, upload_id: str) -> Any:  # noqa: ANN401 - any JSON
    rows = twin.run("conversions", "list", "--state", "FAILED")["conversions"]
    return next((row for row in rows if row["upload_id"] == upload_id), None)
