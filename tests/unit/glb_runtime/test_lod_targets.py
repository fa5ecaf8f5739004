"""How coarse the levels of a scene are to be."""

from __future__ import annotations

import pytest

from glb_runtime.lod_targets import LARGE_TRIANGLES, LevelTarget, level_targets


@pytest.mark.parametrize("triangles", [0, 12, LARGE_TRIANGLES - 1])
def test_a_small_scene_has_no_levels(triangles: int) -> None:
    assert level_targets(triangles) == ()


@pytest.mark.parametrize(
    ("triangles", "expected"),
    [
        (200_000, [50_000]),
        (800_000, [200_000, 50_000]),
        (3_200_000, [800_000, 200_000, 50_000]),
    ],
)
def test_each_level_has_a_quarter_of_the_one_before(triangles: int, expected: list[int]) -> None:
    assert [target.triangles for target in level_targets(triangles)] == expected


def test_the_largest_scene_has_three_levels_down_to_the_same_coarsest() -> None:
    targets = level_targets(100_000_000)
    assert [target.triangles for target in targets] == [7_937_005, 629_961, 50_000]


def test_a_finer_level_may_move_half_as_far() -> None:
    assert level_targets(800_000) == (LevelTarget(200_000, 0.005), LevelTarget(50_000, 0.01))
