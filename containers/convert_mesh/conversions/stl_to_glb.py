"""STL → GLB; the unit and the up axis are parameters, as the format has neither."""

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
    from convert_mesh.frame import Frame
    from convert_mesh.scene import write_scene
    from convert_mesh.stl import read_stl

    frame = Frame.ordered(order.parameters)
    return write_scene([read_stl(order.source)], frame)
