"""What every conversion of a mesh does last: check and pack the scene, write its tree."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order
from convert_mesh.scene import ORIGIN
from glb_runtime.glb import Glb
from glb_runtime.scene import finish_scene
from twin.spatial.assembly import Assembly


def finish(order: Order, converted: Converted) -> Converted:
    """Check and pack what `write_scene` wrote.

    Raises:
        ConversionError: what `finish_scene` raises.
    """
    x, y, z = (float(converted.facts.get(name, 0.0)) for name in ORIGIN)

    def assembly_of(glb: Glb) -> Assembly:
        return Assembly(local_origin_metres=(x, y, z), roots=glb.tree())

    return finish_scene(order, converted, assembly_of=assembly_of)
