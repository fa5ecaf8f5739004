"""From a stage to the raw GLB that a conversion leaves to be finished."""

from __future__ import annotations

from pathlib import Path

from pxr import Work

from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Facts
from convert_usd.finish import ORIGIN
from convert_usd.scene import Scene
from convert_usd.stage import Stage
from glb_runtime.scene import RAW_SCENE_FILE
from glb_runtime.transform import in_frame, near_origin
from glb_runtime.write import write_glb


def write_scene(stage: Stage) -> Converted:
    """Write what a stage shows into the working directory.

    Raises:
        SourceEmpty: it shows nothing.
        ConversionError: what reading the scene raises.
    """
    # The stage is composed; what follows asks for one value after another. Idle threads of OpenUSD
    # would spin beside it and take as much processor time again.
    Work.SetConcurrencyLimit(1)
    scene = Scene(stage)
    roots = scene.roots()
    if not roots:
        raise SourceEmpty("the stage shows no surface", expected="at least one mesh or shape")
    local, offset = near_origin(in_frame(roots, stage.frame))
    write_glb(Path(RAW_SCENE_FILE), local)
    x, y, z = offset
    origin = dict(zip(ORIGIN, (x, -z, y), strict=True)) if any(offset) else {}
    return Converted((RAW_SCENE_FILE,), {**stage.facts, **origin, **_counts(scene)})


def _counts(scene: Scene) -> Facts:
    """Return what the scene shows other than the file says; nothing where there is none."""
    counts = {
        "surfaces_shown_by_their_cages": scene.meshes.cages,
        "textures_left_out": scene.textures.left_out,
        "curves_and_points_left_out": scene.left_out,
    }
    return {name: count for name, count in counts.items() if count}
