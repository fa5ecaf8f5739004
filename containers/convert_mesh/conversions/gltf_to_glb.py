"""glTF and GLB → GLB for the web: checked, self-contained, quantised and compressed."""

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
    from convert_mesh.files import NoFiles
    from convert_mesh.gltf_scene import copy_gltf

    return copy_gltf(order.source.read_bytes(), NoFiles(), order.limits)
