"""USD, as text, binary or package → GLB with names, tree, materials and textures."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.errors import SourceDamaged
from conversion_runtime.order import Converted, Order
from convert_usd.finish import finish

__all__ = ["convert", "finish"]


def convert(order: Order) -> Converted:
    """Convert one file; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from pxr import Tf

    from convert_usd.source import place_source
    from convert_usd.stage import open_stage
    from convert_usd.write_scene import write_scene

    try:
        return write_scene(open_stage(place_source(order.source, Path.cwd())))
    except Tf.ErrorException as error:
        raise SourceDamaged("OpenUSD finds a fault in the file") from error
