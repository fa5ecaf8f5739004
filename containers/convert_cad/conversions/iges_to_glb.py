"""IGES → GLB with names and colours where the file has them."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order
from convert_cad.finish import finish
from convert_cad.settings import tessellation_of

__all__ = ["convert", "finish"]


def convert(order: Order) -> Converted:
    """Convert one file; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from convert_cad.iges_document import read_iges
    from convert_cad.scene import write_scene

    return write_scene(read_iges(order.source), {}, tessellation_of(order.parameters))
