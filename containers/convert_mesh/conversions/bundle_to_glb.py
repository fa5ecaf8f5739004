"""A ZIP of one scene and its files → GLB; what the scene is decides who reads it."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order
from convert_mesh.finish import finish

__all__ = ["convert", "finish"]


def convert(order: Order) -> Converted:
    """Convert one archive; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_mesh.bundle import Bundle

    bundle = Bundle.opened(order.source)
    if bundle.ending == ".gltf":
        from convert_mesh.gltf_scene import copy_gltf

        return copy_gltf(bundle.content(), bundle.files, order.limits)
    from convert_mesh.scene import write_scene

    if bundle.ending == ".obj":
        from convert_mesh.obj import read_obj

        scene = read_obj(bundle.content(), order.parameters, bundle.files)
    else:
        from convert_mesh.collada_file import read_collada

        scene = read_collada(bundle.content(), bundle.files)
    return write_scene(scene.roots, scene.frame, scene.facts)
