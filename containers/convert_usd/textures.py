"""Textures of a package: encoded images that browsers show, read by OpenUSD's own addresses."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image
from pxr import Ar, Sdf

from conversion_runtime.errors import SourceTooComplex
from convert_usd.limits import MAXIMUM_PIXELS, MAXIMUM_TEXTURES
from convert_usd.source import Source
from glb_runtime.model import Texture

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass
class Textures:
    """Reads each image once; `left_out` counts those that are damaged or of another format."""

    source: Source
    left_out: int = 0
    _known: dict[str, Texture | None] = field(default_factory=dict)

    def read(self, asset: Sdf.AssetPath | None) -> Texture | None:
        """Return an image of the package, or None where it is not in it or not readable.

        Raises:
            SourceTooComplex: it has too many pixels, or there are too many images.
        """
        address = asset.resolvedPath if asset else ""
        if not self.source.holds(address):
            return None
        if address not in self._known:
            if len(self._known) >= MAXIMUM_TEXTURES:
                raise SourceTooComplex(
                    "the scene has too many textures", expected=f"at most {MAXIMUM_TEXTURES}"
                )
            self._known[address] = self._open(address)
            self.left_out += self._known[address] is None
        return self._known[address]

    def _open(self, address: str) -> Texture | None:
        opened = Ar.GetResolver().OpenAsset(Ar.ResolvedPath(address))
        content = bytes(opened.GetBuffer()) if opened else b""
        media_type = checked_type(content)
        name = address.rpartition("[")[2].rstrip("]").rpartition("/")[2]
        return Texture(content, media_type, name) if media_type else None


def checked_type(content: bytes) -> str | None:
    """Return the media type of an image that can be decoded to its end, or None."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as image:
            _check_pixels(image.size)
            image.load()
            return MEDIA_TYPES[image.format or ""]
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("more than Pillow takes") from error
    except (OSError, SyntaxError, ValueError):
        return None


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAXIMUM_PIXELS:
        raise _too_many_pixels(f"{size[0]} x {size[1]}")


def _too_many_pixels(found: str) -> SourceTooComplex:
    return SourceTooComplex(
        "a texture has too many pixels", found=found, expected=f"at most {MAXIMUM_PIXELS} pixels"
    )
