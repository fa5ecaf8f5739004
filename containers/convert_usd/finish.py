"""What a conversion to GLB does last: check and pack the scene, write its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversion_runtime.order import Converted, Order

if TYPE_CHECKING:
    from glb_runtime.glb import Glb
    from twin.spatial.assembly import Assembly

ORIGIN = ("origin_x_metres", "origin_y_metres", "origin_z_metres")
"""Facts of a scene with a local origin: what was subtracted, with Z up."""


def finish(order: Order, converted: Converted) -> Converted:
    """Check and pack the raw scene.

    Raises:
        ConversionError: what `finish_scene` raises.
    """
    # Only here: the process that reads the source needs none of it.
    from glb_runtime.scene import finish_scene
    from twin.spatial.assembly import Assembly

    x, y, z = (float(converted.facts.get(name, 0.0)) for name in ORIGIN)

    def assembly_of(glb: Glb) -> Assembly:
        return Assembly(local_origin_metres=(x, y, z), roots=glb.tree())

    return finish_scene(order, converted, assembly_of=assembly_of)
