"""Levels of detail of a large scene, which are shown until the whole one is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from container_runtime.child import Limits
from conversion_runtime.child import run_child
from conversion_runtime.errors import PackFailed
from glb_runtime.glb import Glb
from glb_runtime.lod_check import WholeScene
from glb_runtime.lod_targets import LevelTarget, level_targets
from glb_runtime.motion import key_options
from glb_runtime.pack import OPTIONS, packer
from twin.spatial.scene_levels import LEVEL_FILES, SceneLevel

LARGEST_SHARE = 0.6
"""A level that has more of the bytes of the next finer one spares nobody any time."""


def write_levels(source: Path, packed: Path, limits: Limits) -> tuple[SceneLevel, ...]:
    """Write the levels beside a large scene and return them, the finest first.

    Of a small scene there are none. A level is kept only where it comes sooner than the next finer
    one (names and places of many small parts, and textures, do not get fewer) and shows all the
    scene. All of them together have the time of one step.

    Raises:
        PackFailed: the packer wrote nothing, lost a name, or put something elsewhere.
        ConversionTimeLimit, ConversionCrashed: the packer did not end well.
    """
    return tuple(_levels(source, packed, limits))


def _levels(source: Path, packed: Path, limits: Limits) -> Iterator[SceneLevel]:
    scene = Glb.from_file(source)
    targets = level_targets(scene.triangles)
    if not targets:
        return
    whole = WholeScene.of(Glb.from_file(packed))
    number, finer, end = 1, packed, time.monotonic() + limits.timeout_seconds
    for target in targets:
        file = source.with_name(LEVEL_FILES[number - 1])
        left = replace(limits, timeout_seconds=max(1, round(end - time.monotonic())))
        _simplify(source, scene, file, target, left)
        level = Glb.from_file(file)
        if not (_is_smaller(file, finer) and whole.is_shown_by(level)):
            file.unlink()
            continue
        yield SceneLevel(number, level.triangles, round(target.error * whole.extent.diagonal, 6))
        number, finer = number + 1, file


def _simplify(source: Path, scene: Glb, file: Path, target: LevelTarget, limits: Limits) -> None:
    names = ("-i", source.name, "-o", file.name)
    aims = ("-si", f"{target.triangles / scene.triangles:.6f}", "-se", f"{target.error:.6f}")
    command = [packer(), *names, *OPTIONS, *key_options(scene), *aims]
    run_child(command, folder=source.parent, limits=limits)
    if not file.is_file():
        raise PackFailed("the packer wrote no level of detail", where=file.name)


def _is_smaller(file: Path, finer: Path) -> bool:
    return file.stat().st_size <= LARGEST_SHARE * finer.stat().st_size
