"""How much memory of a graphics card textures take, with all their levels."""

from __future__ import annotations

from collections.abc import Iterable

from convert_mesh.ktx2_layout import ETC1S, Ktx2Texture

PLAIN_BYTES = 4
"""Of a pixel as it is shown from PNG, JPEG and WebP."""

OPAQUE_BLOCK_BYTES = 8
BLOCK_BYTES = 16
"""Of four by four pixels: ETC1 or BC1 where ETC1S is opaque; else ETC2, BC3, BC7 or ASTC."""

BLOCK_SIDE = 4


def card_memory(textures: Iterable[Ktx2Texture]) -> dict[str, int]:
    """Return the facts of textures: how many, their memory as KTX2, and as it would be plain."""
    found = list(textures)
    return {
        "textures": len(found),
        "texture_memory_bytes": sum(map(_compressed, found)),
        "texture_memory_plain_bytes": sum(map(_plain, found)),
    }


def _compressed(texture: Ktx2Texture) -> int:
    is_small = texture.model == ETC1S and not texture.has_alpha
    size = OPAQUE_BLOCK_BYTES if is_small else BLOCK_BYTES
    return sum(
        size * -(-width // BLOCK_SIDE) * -(-height // BLOCK_SIDE)
        for width, height in _levels(texture)
    )


def _plain(texture: Ktx2Texture) -> int:
    return sum(PLAIN_BYTES * width * height for width, height in _levels(texture))


def _levels(texture: Ktx2Texture) -> list[tuple[int, int]]:
    return [
        (max(1, texture.width >> at), max(1, texture.height >> at)) for at in range(texture.levels)
    ]
