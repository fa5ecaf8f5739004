"""COLLADA → GLB with tree, names and materials; the file says unit and up axis."""

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
    from convert_mesh.collada_file import read_collada
    from convert_mesh.scene import write_scene

    scene = read_collada(order.source.read_bytes())
    return write_scene(scene.roots, scene.frame, scene.facts)
