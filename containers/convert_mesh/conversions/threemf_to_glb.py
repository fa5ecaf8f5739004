"""3MF → GLB with objects, components, names and colours; the file says the unit."""

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
    from convert_mesh.scene import write_scene
    from convert_mesh.threemf import read_3mf

    scene = read_3mf(order.source)
    return write_scene(scene.roots, scene.frame, scene.facts)
