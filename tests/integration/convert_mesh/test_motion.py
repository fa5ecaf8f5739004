"""What moves in a glTF moves in the GLB: skins, morph targets and animations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.hostile_gltf import glb
from tests.integration.convert_mesh.moving import LIFTS, TIMES, TURNS, WEIGHTS, moving
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]

Array = NDArray[Any]
PACKED = {"NODE_SKINNED_MESH_NON_ROOT", "NODE_SKINNED_MESH_LOCAL_TRANSFORMS"}
"""The packer puts the scale of quantised vertices on a node below, which a skin does not follow."""


def tracks(content: bytes, folder: Path) -> dict[str, Array]:
    """Return the values of the tracks of the one animation of a raw scene, by path."""
    path = folder / "moving.glb"
    path.write_bytes(content)
    accessors = Accessors.from_file(path)
    (animation,) = accessors.glb.json["animations"]
    return {
        channel["target"]["path"]: accessors.floats(
            animation["samplers"][channel["sampler"]]["output"]
        )
        for channel in animation["channels"]
    }


@pytest.fixture(scope="module")
def bending(converter: ConversionImage) -> Outcome:
    return converter.convert("gltf_to_glb", moving())


def test_raw_scene_has_every_key_as_it_was(bending: Outcome, tmp_path: Path) -> None:
    assert bending.exit_code == 0, bending.log
    found = tracks(bending.files["model.raw.glb"], tmp_path)
    assert np.allclose(2 * np.arcsin(found["rotation"][:, 2]), TURNS, atol=1e-6)
    assert np.allclose(found["translation"][:, 1], LIFTS, atol=1e-7)
    assert np.allclose(found["weights"][:, 0], WEIGHTS, atol=1e-7)
    assert validate_gltf(bending.files["model.raw.glb"], tmp_path).problems == ()


@pytest.mark.parametrize(("kind", "keys"), [("LINEAR", 4), ("STEP", 4), ("CUBICSPLINE", 103)])
def test_packed_scene_has_skin_targets_and_tracks(
    converter: ConversionImage, tmp_path: Path, kind: str, keys: int
) -> None:
    outcome = converter.convert("gltf_to_glb", moving(kind))
    assert outcome.exit_code == 0, outcome.log
    packed = outcome.glb("model.glb")
    names = [node.get("name") for node in packed["nodes"]]
    (animation,) = packed["animations"]
    paths = {one["target"]["path"] for one in animation["channels"]}
    assert (animation["name"], paths) == ("work", {"rotation", "weights", "translation"})
    times = packed["accessors"][animation["samplers"][0]["input"]]
    assert (times["count"], times["max"]) == (keys, [pytest.approx(TIMES[-1])])
    (skin,) = packed["skins"]
    assert [names[joint] for joint in skin["joints"]] == ["shoulder", "elbow"]
    (morphed,) = [one for one in packed["meshes"] if "targets" in one["primitives"][0]]
    assert morphed["extras"]["targetNames"] == ["swollen"]
    problems = validate_gltf(outcome.files["model.glb"], tmp_path).problems
    assert {problem.split()[0] for problem in problems} <= PACKED


def test_what_moves_a_far_root_moves_near_the_origin(
    converter: ConversionImage, tmp_path: Path
) -> None:
    outcome = converter.convert("gltf_to_glb", moving(far=1e6))
    assert outcome.exit_code == 0, outcome.log
    assert float(outcome.manifest.facts["origin_x_metres"]) == pytest.approx(1e6, abs=10)
    lift = next(node for node in outcome.glb()["nodes"] if node["name"] == "lift")
    track = tracks(outcome.files["model.raw.glb"], tmp_path)["translation"]
    assert track[0] == pytest.approx(lift["translation"], abs=0.1)
    assert abs(track[0]).max() < 10


def hostile() -> dict[str, bytes]:
    """Return the moving scene with one thing wrong each."""
    content = moving()
    length = int.from_bytes(content[12:16], "little")
    text, binary = content[20 : 20 + length], content[28 + length :]
    edits = {
        "joint that is no node": (b'"joints": [1, 2]', b'"joints": [1, 9]'),
        "joint twice": (b'"joints": [1, 2]', b'"joints": [1, 1]'),
        "skin that is none": (b'"skin": 0', b'"skin": 7'),
        "vertex of a joint that is none": (b'"joints": [1, 2]', b'"joints": [1]'),
        "animated node that is none": (b'"node": 3', b'"node": 33'),
        "interpolation that is none": (b'"LINEAR"', b'"RANDOM"'),
        "values without times": (b'"LINEAR"', b'"CUBICSPLINE"'),
        "target without a vertex": (b'"targets": [{"POSITION"', b'"targets": [{"COLOR_0"'),
    }
    assert all(old in text for old, _ in edits.values())
    return {name: glb(text.replace(old, new), binary) for name, (old, new) in edits.items()}


def test_motions_that_are_wrong_are_refused(converter: ConversionImage, tmp_path: Path) -> None:
    ended = convert_batch(converter, hostile(), "gltf_to_glb", tmp_path, warm=("gltf_scene",))
    assert {name: one.code for name, one in ended.items()} == dict.fromkeys(
        hostile(), "SOURCE_DAMAGED"
    )
