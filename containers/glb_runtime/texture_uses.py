"""What the images of a scene are used for: colours, or directions and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

COLOURS = ("baseColorTexture", "emissiveTexture", "sheenColorTexture", "specularColorTexture")
"""Textures that hold colours: all others hold directions and numbers."""

WEBP = "EXT_texture_webp"
"""https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_texture_webp"""

BASISU = "KHR_texture_basisu"
"""Of a texture that is KTX2.

https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_texture_basisu
"""


def image_of(texture: Mapping[str, Any]) -> int | None:
    """Return the image of a texture, whether it is WebP or not."""
    webp = texture.get("extensions", {}).get(WEBP, {})
    found: int | None = webp.get("source", texture.get("source"))
    return found


def exact_images(gltf: Mapping[str, Any]) -> set[int | None]:
    """Return the images of textures that are used for something else than colours."""
    uses = [use for material in gltf.get("materials", []) for use in _uses(material, "")]
    textures = gltf.get("textures", [])
    return {
        image_of(textures[index])
        for name, index in uses
        if name not in COLOURS and index < len(textures)
    }


def _uses(value: Any, name: str) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - any JSON
    """Yield the textures below a value of a material, by what they are used as."""
    if isinstance(value, dict):
        if "index" in value and name.endswith("Texture"):
            yield name, value["index"]
        for key, below in value.items():
            yield from _uses(below, key)
