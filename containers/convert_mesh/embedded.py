"""Images inside of files: PNG, JPEG and WebP by their first bytes."""

from __future__ import annotations

from glb_runtime.images import check_image
from glb_runtime.model import Texture

MARKS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def texture_of(content: bytes, name: str) -> Texture | None:
    """Return an embedded image as a texture, or None where there is none that glTF takes.

    Raises:
        SourceDamaged: it cannot be decoded.
        SourceTooComplex: it has too many pixels.
    """
    media_type = _media_type(content)
    if media_type is None:
        return None
    check_image(content)
    return Texture(content, media_type, name)


def _media_type(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in MARKS.items() if content.startswith(mark)), None)
