"""Roughness and metal of a surface in one texture, as glTF has them: green and blue."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from glb_runtime.model import Texture

CHANNELS = {"r": 0, "g": 1, "b": 2, "a": 3}
"""The outputs of a texture in USD; `rgb` is of colours."""

ROUGH, METAL = "g", "b"


@dataclass(frozen=True, eq=False)
class Channel:
    """One channel of an image."""

    texture: Texture
    output: str


def packed_texture(rough: Channel | None, metal: Channel | None) -> Texture | None:
    """Return a texture with both channels; the same image where it has both in their places.

    A channel that is missing is full, so that the factor of the material alone counts.
    """
    first = rough or metal
    if first is None:
        return None
    if rough and metal and _is_packed(rough, metal):
        return rough.texture
    levels = [_levels(one) for one in (rough, metal)]
    size = next(one.size for one in levels if one is not None)
    planes = [one.resize(size) if one else Image.new("L", size, 255) for one in levels]
    target = io.BytesIO()
    Image.merge("RGB", (Image.new("L", size, 255), *planes)).save(target, "PNG")
    return Texture(target.getvalue(), "image/png", first.texture.name)


def _is_packed(rough: Channel, metal: Channel) -> bool:
    in_place = (rough.output, metal.output) == (ROUGH, METAL)
    return in_place and rough.texture is metal.texture


def _levels(channel: Channel | None) -> Image.Image | None:
    if channel is None:
        return None
    with Image.open(io.BytesIO(channel.texture.content)) as image:
        return image.convert("RGBA").getchannel(CHANNELS.get(channel.output, 0))
