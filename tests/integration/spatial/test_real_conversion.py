"""The whole way with real files: presigned PUTs, the converter's own process, the catalogue."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.integration.spatial.plane import SpatialPlane, parts_of
from twin.spatial.digests import composite_sha256
from twin.spatial.workflow import Outcome

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.fixture
def python(repository_root: Path) -> Path:
    path = repository_root / ".build" / "venvs" / "convert_cad" / "bin" / "python"
    if not path.is_file():
        pytest.skip("no environment of the CAD converter: run `make setup`")
    return path


def put(targets: list[Mapping[str, Any]], content: bytes) -> str:
    """PUT the parts to their presigned addresses, as a browser does; return the tree digest."""
    digests = []
    for target, part in zip(targets, parts_of(content), strict=True):
        answer = urllib3.request("PUT", target["url"], body=part, headers=target["headers"])
        assert answer.status == 200, answer.data
        digests.append(target["headers"]["x-amz-checksum-sha256"])
    return composite_sha256(digests)


def run_job(python: Path, root: Path, ordered: Outcome) -> int:
    """Run the ordered job as its image would."""
    command = [str(python), "-m", "convert_cad", *ordered["job"]["command"]]
    packages = os.pathsep.join((str(root / "containers"), str(root)))
    environment = {**os.environ, "PYTHONPATH": packages}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def uploaded(plane: SpatialPlane, content: bytes, file_name: str) -> str:
    created = plane.announce(content, file_name)
    status, body = plane.complete(created["upload_id"], put(created["parts"], content))
    assert status == 202, body
    return str(created["upload_id"])


@pytest.mark.parametrize(
    ("name", "key", "names"),
    [
        ("as1-oc-214.stp", "as1-oc-214", {"as1"}),
        ("red_cube_blue_cylinder.step", "red-cube-blue-cylinder", {"red_cube", "blue_cylinder"}),
    ],
)
def test_real_file_reaches_the_scene(
    served_plane: SpatialPlane,
    python: Path,
    repository_root: Path,
    samples: Path,
    name: str,
    key: str,
    names: set[str],
) -> None:
    upload_id = uploaded(served_plane, (samples / "cad" / name).read_bytes(), name)
    ordered = served_plane.inspect(upload_id)
    assert run_job(python, repository_root, ordered) == 0
    assert served_plane.publish(ordered)["decision"] == "published"
    _, scene = served_plane.call("GET", "/scene")
    model = next(model for model in scene["models"] if model["asset_key"] == key)
    assert {node["name"] for node in model["tree"]} == names
    glb = urllib3.request("GET", model["url"])
    assert glb.status == 200
    assert glb.data.startswith(b"glTF") and len(glb.data) == model["size_bytes"]


def test_damaged_file_is_refused_with_the_converters_own_reason(
    served_plane: SpatialPlane, python: Path, repository_root: Path, samples: Path
) -> None:
    content = (samples / "cad" / "as1-oc-214.stp").read_bytes()
    face = re.findall(rb"\n(#\d+) ?= ?ADVANCED_FACE", content)[5]
    damaged = re.sub(rb"\n" + face + rb" ?=", b"\n#99999999=", content)
    upload_id = uploaded(served_plane, damaged, "as1.stp")
    ordered = served_plane.inspect(upload_id)
    assert run_job(python, repository_root, ordered) == 10
    failed: Outcome = {
        **ordered,
        "failure": {"Error": "States.TaskFailed", "Cause": '{"JobName": "j", "JobId": "1"}'},
    }
    assert served_plane.fail(failed)["decision"] == "reject"
    assert served_plane.state(upload_id)["error"]["code"] == "SOURCE_DAMAGED"
    assert served_plane.assets() == []
