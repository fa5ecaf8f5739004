"""OBJ → GLB with objects, groups and vertex colours; the unit and up axis are parameters."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order
from convert_mesh.finish import finish

__all__ = ["convert", "finish"]


def convert(order: Order) -> Converted:
    """Convert one file; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_mesh.obj import read_obj
    from convert_mesh.scene import write_scene

    scene = read_obj(order.source.read_bytes(), order.parameters)
    return write_scene(scene.roots, scene.frame, scene.facts)
