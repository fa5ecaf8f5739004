"""Read FBX, binary or text, of version 6.1 or later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ufbx

from conversion_runtime.order import Facts
from convert_mesh.frame import METRES_Y_UP
from convert_mesh.source_scene import SourceScene
from convert_mesh.ufbx_file import Binding, read_ufbx
from convert_mesh.ufbx_materials import Materials
from convert_mesh.ufbx_scene import SceneReader

Y_UP = ufbx.CoordinateAxes(
    right=ufbx.CoordinateAxis.POSITIVE_X,
    up=ufbx.CoordinateAxis.POSITIVE_Y,
    front=ufbx.CoordinateAxis.POSITIVE_Z,
)
UP_AXES = "xxyyzz"
"""By the number of an axis: each in its own direction and against it."""


def read_fbx(path: Path) -> SourceScene:
    """Return the scene in its pose at rest, in metres with Y up, as ufbx turns it.

    Raises:
        ConversionError: what `read_ufbx` raises.
    """
    scene = read_ufbx(
        path,
        file_format=ufbx.FileFormat.FBX,
        no_format_from_content=True,
        target_axes=Y_UP,
        target_unit_meters=1.0,
        evaluate_skinning=False,
    )
    materials = Materials()
    roots = SceneReader(materials).roots(scene)
    return SourceScene(roots, METRES_Y_UP, {**_frame(scene), **_left_out(scene, materials)})


def _frame(scene: Binding) -> Facts:
    """Return what the file itself says, which ufbx has put right."""
    axis, unit = int(scene.settings.original_axis_up), scene.settings.original_unit_meters
    stated = axis < len(UP_AXES) and unit > 0
    frame = replace(
        METRES_Y_UP,
        metres_per_unit=unit if unit > 0 else 0.01,
        up_axis=UP_AXES[axis] if axis < len(UP_AXES) else "y",
        is_stated=stated,
    )
    return frame.facts


def _left_out(scene: Binding, materials: Materials) -> Facts:
    facts = {
        "external_textures": len(materials.external_textures),
        "animations_left_out": len(scene.anim_stacks),
        "skins_left_out": len(scene.skin_deformers),
    }
    return {name: count for name, count in facts.items() if count}
