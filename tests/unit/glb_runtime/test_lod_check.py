"""Whether a level shows its scene: names, something to see, and no end of it missing."""

from __future__ import annotations

from typing import Any

import pytest

from conversion_runtime.errors import PackFailed
from glb_runtime.glb import Glb
from glb_runtime.lod_check import WholeScene


def scene(
    *places: float,
    names: tuple[str, ...] = ("pump", "tank"),
    triangles: int = 4,
    skin: bool = False,
) -> Glb:
    """Return the JSON of a scene with a mesh of one metre at each place along x."""
    nodes: list[dict[str, Any]] = [
        {"name": name, "mesh": 0, "translation": [place, 0, 0], **({"skin": 0} if skin else {})}
        for name, place in zip(names, places, strict=True)
    ]
    primitive = {"attributes": {"POSITION": 0}, "indices": 1}
    return Glb(
        {
            "nodes": nodes,
            "scenes": [{"nodes": [*range(len(nodes))]}],
            "meshes": [{"primitives": [primitive]}],
            "accessors": [
                {"count": 4, "min": [0, 0, 0], "max": [1, 1, 1]},
                {"count": 3 * triangles},
            ],
        }
    )


WHOLE = WholeScene.of(scene(0, 9))


def test_a_level_from_one_end_to_the_other_shows_the_scene() -> None:
    assert WHOLE.is_shown_by(scene(0.1, 9, triangles=1))


def test_a_level_without_triangles_shows_nothing() -> None:
    assert not WHOLE.is_shown_by(scene(0, 9, triangles=0))


def test_a_level_that_ends_before_the_scene_does_not_show_it() -> None:
    assert not WHOLE.is_shown_by(scene(0, 8))


def test_a_level_that_is_elsewhere_is_refused() -> None:
    with pytest.raises(PackFailed, match="not where the scene is"):
        WHOLE.is_shown_by(scene(0, 10))


def test_a_level_without_a_name_of_the_scene_is_refused() -> None:
    with pytest.raises(PackFailed, match="node names changed"):
        WHOLE.is_shown_by(scene(0, 9, names=("pump", "")))


def test_what_joints_place_is_not_measured_by_its_nodes() -> None:
    moved = WholeScene.of(scene(0, 9, skin=True))
    assert moved.is_shown_by(scene(0, 30, skin=True))
    assert not moved.is_shown_by(scene(0, 9, triangles=0, skin=True))
