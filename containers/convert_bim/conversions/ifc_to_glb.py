"""IFC and ifczip → GLB with storeys and GlobalIds, properties, and the spaces in another GLB."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order
from convert_bim.finish import finish

__all__ = ["convert", "finish"]


def convert(order: Order) -> Converted:
    """Convert one file; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_bim.cycles import require_no_cycles
    from convert_bim.ifc_file import read_ifc
    from convert_bim.scene import write_scene
    from convert_bim.source_file import plain_ifc

    file = read_ifc(plain_ifc(order.source))
    require_no_cycles(file)
    return write_scene(file)
