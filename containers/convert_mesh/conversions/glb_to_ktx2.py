"""GLB → GLB whose textures stay compressed in the memory of a graphics card."""

from __future__ import annotations

from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Order

CARD_SCENE = "model.ktx2.glb"
WITH_TEXTURES = "model.textures.glb"


def convert(order: Order) -> Converted:
    """Check one file and write it plainly; `finish` encodes its textures and packs it.

    Raises:
        SourceEmpty: the scene has no textures.
        ConversionError: another of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_mesh.files import NoFiles
    from convert_mesh.gltf_scene import copy_gltf
    from glb_runtime.glb import Glb

    written = copy_gltf(order.source.read_bytes(), NoFiles(), order.limits)
    (raw,) = written.files
    if not Glb.from_file(order.folder / raw).json.get("images"):
        raise SourceEmpty(
            "the scene has no textures",
            expected="textures; `model.glb` has all that there is of this scene",
        )
    return written


def finish(order: Order, converted: Converted) -> Converted:
    """Encode the textures of the raw scene, and pack it.

    Raises:
        SourceEmpty, SourceBoundsInvalid: as `check_scene` says.
        PackFailed: packing lost something.
        ConversionTimeLimit, ConversionCrashed: a process did not end well.
    """
    # Only here: the process that reads the source needs none of it.
    from convert_mesh.card_memory import card_memory
    from convert_mesh.card_textures import card_textures, write_with_textures
    from convert_mesh.ktx2_layout import read_texture
    from glb_runtime.check import check_scene
    from glb_runtime.pack import pack

    (name,) = converted.files
    raw, source = order.folder / name, order.folder / WITH_TEXTURES
    glb = check_scene(raw)
    textures = card_textures(raw, order.limits)
    write_with_textures(raw, textures, source)
    pack(source, order.folder / CARD_SCENE, order.limits)
    memory = card_memory(map(read_texture, textures))
    return Converted((CARD_SCENE,), {**converted.facts, "triangles": glb.triangles, **memory})
