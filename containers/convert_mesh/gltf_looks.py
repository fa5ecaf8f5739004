"""Materials and textures of a glTF: references that hold, and extensions that are read.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#materials
"""

from __future__ import annotations

from typing import Any

from container_runtime.child import Limits
from conversion_runtime.errors import SourceDamaged, SourceUnsupported
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_images import images_of
from convert_mesh.gltf_meshopt import EXTENSIONS as MESHOPT
from convert_mesh.gltf_tables import Value, index, mapping, table
from convert_mesh.gltf_views import SourceViews
from glb_runtime.texture_uses import BASISU, WEBP
from glb_runtime.write_buffer import Buffer

SUPPORTED = frozenset(
    (
        *("KHR_materials_anisotropy", "KHR_materials_clearcoat", "KHR_materials_emissive_strength"),
        *("KHR_materials_ior", "KHR_materials_iridescence", "KHR_materials_sheen"),
        *("KHR_materials_specular", "KHR_materials_transmission", "KHR_materials_unlit"),
        *("KHR_materials_volume", "KHR_materials_dispersion", "KHR_texture_transform"),
        *("EXT_texture_webp", "KHR_mesh_quantization", "KHR_draco_mesh_compression", *MESHOPT),
    )
)
"""What is read; all but the last five are part of materials."""

DEEPEST = 8
"""Levels of objects in a material."""


def check_extensions(gltf: Value) -> None:
    """Require that nothing is needed that is not read.

    Raises:
        SourceUnsupported: something is.
    """
    needed = gltf.get("extensionsRequired", [])
    if not isinstance(needed, list) or not all(isinstance(one, str) for one in needed):
        raise SourceDamaged("the list of extensions is none", where="extensionsRequired")
    # What is KTX2 becomes PNG: no texture of ours needs the extension any more.
    unknown = sorted(set(needed) - SUPPORTED - {BASISU})
    if unknown:
        raise SourceUnsupported(
            "the file needs an extension of glTF that is not read",
            found=", ".join(one[:40] for one in unknown[:5]),
            expected="export it without the extension",
        )


def looks_of(gltf: Json, views: SourceViews, buffer: Buffer, limits: Limits) -> Json:
    """Return materials, textures, samplers and images, with the images in a new buffer.

    Raises:
        SourceDamaged: a reference leads nowhere.
        ConversionError: one of its kinds, as `images_of` says.
    """
    images = images_of(gltf, views, buffer, limits)
    samplers = [_sampler(one) for one in table(gltf, "samplers")]
    textures = [_texture(one, len(images), len(samplers)) for one in table(gltf, "textures")]
    materials = [_value(one, len(textures), DEEPEST) for one in table(gltf, "materials")]
    used = sorted(_extensions(materials) | _extensions(textures))
    needed = [WEBP] if WEBP in used else []
    found = {
        "materials": materials,
        "textures": textures,
        "samplers": samplers,
        "images": images,
        "extensionsUsed": used,
        "extensionsRequired": needed,
    }
    return {name: value for name, value in found.items() if value}


def _sampler(sampler: Value) -> Json:
    names = ("magFilter", "minFilter", "wrapS", "wrapT")
    return {name: sampler[name] for name in names if isinstance(sampler.get(name), int)}


def _texture(texture: Value, images: int, samplers: int) -> Json:
    extensions = mapping(texture, "extensions")
    webp, ktx2 = mapping(extensions, WEBP), mapping(extensions, BASISU)
    value: Json = {}
    if webp:
        value["extensions"] = {WEBP: {"source": index(webp.get("source"), images, "textures")}}
    elif ktx2 or "source" in texture:
        value["source"] = index((ktx2 or texture).get("source"), images, "textures")
    if "sampler" in texture:
        value["sampler"] = index(texture["sampler"], samplers, "textures")
    return value


def _value(value: Any, textures: int, depth: int) -> Any:  # noqa: ANN401 - any JSON
    """Copy a part of a material: numbers, texts and known extensions, and textures that exist."""
    if depth == 0:
        raise SourceDamaged("a material is nested too deeply", where="materials")
    if isinstance(value, list):
        return [_value(one, textures, depth - 1) for one in value]
    if not isinstance(value, dict):
        return value
    found = {
        name: _known(one, textures, depth)
        if name == "extensions"
        else _value(one, textures, depth - 1)
        for name, one in value.items()
        if name != "extras"
    }
    if "index" in found:
        index(found["index"], textures, "materials")
    return found


def _known(extensions: Any, textures: int, depth: int) -> Json:  # noqa: ANN401 - any JSON
    if not isinstance(extensions, dict):
        raise SourceDamaged("extensions are no object", where="materials")
    return {
        name: _value(one, textures, depth - 1)
        for name, one in extensions.items()
        if name in SUPPORTED
    }


def _extensions(value: Any) -> set[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return set().union(*(_extensions(one) for one in value))
    if not isinstance(value, dict):
        return set()
    below = set().union(*(_extensions(one) for one in value.values()))
    return below | set(value.get("extensions", {}))
