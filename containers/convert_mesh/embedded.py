"""Images inside of files: PNG, JPEG and WebP by their first bytes."""

from __future__ import annotations

import io

from conversion_runtime.errors import SourceUnsupported
from convert_mesh.ktx2_header import KTX
from glb_runtime.images import FILE_FORMATS, check_image, decoded_image
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


def texture_from_file(content: bytes, name: str) -> Texture:
    """Return an image beside a scene as a texture; BMP, TIFF and TGA become PNG.

    Raises:
        SourceUnsupported: it is a texture for graphics cards.
        SourceDamaged: it is no image that is read, or cannot be decoded.
        SourceTooComplex: it has too many pixels.
    """
    check_no_ktx(content)
    found = texture_of(content, name)
    if found is not None:
        return found
    image, written = decoded_image(content, FILE_FORMATS), io.BytesIO()
    image.convert("RGBA" if image.has_transparency_data else "RGB").save(
        written, "PNG", compress_level=3
    )
    return Texture(written.getvalue(), "image/png", name)


def check_no_ktx(content: bytes) -> None:
    """Require that an image is none for graphics cards alone.

    Raises:
        SourceUnsupported: it is.
    """
    if content.startswith(KTX):
        raise SourceUnsupported(
            "a texture is KTX, which is read in glTF alone",
            expected="textures as PNG, JPEG or WebP",
        )


def _media_type(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in MARKS.items() if content.startswith(mark)), None)
