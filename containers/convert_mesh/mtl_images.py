"""Textures of materials as glTF has them: one image for what MTL has in several.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#metallic-roughness-material
"""

from __future__ import annotations

import io

from PIL import Image, ImageStat

from convert_mesh.embedded import check_no_ktx
from glb_runtime.images import FILE_FORMATS, decoded_image
from glb_runtime.model import Texture

FULL = 255


def metallic_roughness(metallic: bytes | None, roughness: bytes | None) -> Texture:
    """Return roughness in green and metal in blue; what has no image is full.

    Raises:
        SourceDamaged, SourceTooComplex: as `decoded_image` says.
    """
    found = [None if one is None else _decoded(one).convert("L") for one in (roughness, metallic)]
    width = max(one.width for one in found if one is not None)
    height = max(one.height for one in found if one is not None)
    full = Image.new("L", (width, height), FULL)
    green, blue = (full if one is None else one.resize((width, height)) for one in found)
    return _png(Image.merge("RGB", (full, green, blue)), "metallic roughness")


def with_opacity(colour: bytes | None, opacity: bytes) -> Texture:
    """Return a colour, white where it has no image, that is as opaque as another image says.

    That is the opacity of the other image where it has one, else its lightness.

    Raises:
        SourceDamaged, SourceTooComplex: as `decoded_image` says.
    """
    mask = _decoded(opacity)
    levels = (
        mask.convert("RGBA").getchannel("A") if mask.has_transparency_data else mask.convert("L")
    )
    if colour is None:
        image = Image.new("RGB", levels.size, (FULL, FULL, FULL))
    else:
        image = _decoded(colour).convert("RGB")
    image.putalpha(levels.resize(image.size))
    return _png(image, "base colour")


def is_normal_map(content: bytes) -> bool:
    """Tell whether an image has directions near (0, 0, 1) as colours, not heights as greys.

    Raises:
        SourceDamaged, SourceTooComplex: as `decoded_image` says.
    """
    red, green, blue = ImageStat.Stat(_decoded(content).convert("RGB")).mean
    return blue > 170 and 90 < red < 165 and 90 < green < 165


def _decoded(content: bytes) -> Image.Image:
    check_no_ktx(content)
    return decoded_image(content, FILE_FORMATS)


def _png(image: Image.Image, name: str) -> Texture:
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=3)
    return Texture(written.getvalue(), "image/png", name)
