"""Textures of Basis Universal become PNG: the largest level of each, one process for many."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from container_runtime.child import REFUSED, Limits
from conversion_runtime.errors import SourceTooComplex
from convert_mesh.basis import run_basis
from convert_mesh.ktx2_header import KTX, damaged
from convert_mesh.ktx2_layout import Ktx2Texture, read_texture
from glb_runtime.images import MAXIMUM_PIXELS

MAXIMUM_TOGETHER = 16 * MAXIMUM_PIXELS
"""Pixels of all textures of a scene: 256 of 2,048 pixels square."""

FEW_ADDRESSES = (
    "--disable-wasm-trap-handler",
    "--wasm-max-mem-pages=16384",
    "--v8-pool-size=0",
)
"""WebAssembly reserves more than ten gigabytes of addresses else, which limits forbid.

It gets 1 GiB, and there are no threads beside the one that works: 64 megapixels take 2.3 GB of
addresses and 0.8 GB of memory.
"""

OPAQUE = (255, 255)

Textures = Mapping[bytes, Ktx2Texture]
"""What textures are, by their bytes."""


def with_plain_images(images: Sequence[bytes], limits: Limits) -> list[bytes]:
    """Return images with PNG in the place of each KTX2; no pixel of the others is read.

    Raises:
        SourceUnsupported, SourceDamaged, SourceTooComplex: as `read_texture` says, of the first
            that is refused; one cannot be decoded; they have too many pixels together.
        ConversionTimeLimit, ConversionCrashed: the decoder did not end well.
    """
    found = {one: read_texture(one) for one in images if one.startswith(KTX)}
    _check_together(found)
    plain: dict[bytes, bytes] = {}
    for batch in _batches(found):
        plain |= _decoded(batch, limits)
    return [plain.get(one, one) for one in images]


def _check_together(textures: Textures) -> None:
    pixels = sum(texture.pixels for texture in textures.values())
    if pixels > MAXIMUM_TOGETHER:
        raise SourceTooComplex(
            "the KTX2 textures have too many pixels together",
            found=f"{pixels} pixels",
            expected=f"at most {MAXIMUM_TOGETHER} pixels",
            where="images",
        )


def _batches(textures: Textures) -> Iterator[Textures]:
    """Yield textures that have together no more pixels than one may have: they lie on the disk."""
    batch: dict[bytes, Ktx2Texture] = {}
    pixels = 0
    for content, texture in textures.items():
        if batch and pixels + texture.pixels > MAXIMUM_PIXELS:
            yield batch
            batch, pixels = {}, 0
        batch[content] = texture
        pixels += texture.pixels
    if batch:
        yield batch


def _decoded(textures: Textures, limits: Limits) -> dict[bytes, bytes]:
    with TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        for at, content in enumerate(textures):
            (folder / f"{at}.ktx2").write_bytes(content)
        names = [str(at) for at in range(len(textures))]
        ended = run_basis(
            "ktx2_decode.mjs", names, folder=folder, limits=limits, options=FEW_ADDRESSES
        )
        if ended == REFUSED:
            raise damaged("it cannot be decoded")
        return {
            content: _png((folder / f"{at}.rgba").read_bytes(), texture)
            for at, (content, texture) in enumerate(textures.items())
        }


def _png(pixels: bytes, texture: Ktx2Texture) -> bytes:
    if len(pixels) != 4 * texture.pixels:
        raise damaged("it has another size than it says")
    image = Image.frombytes("RGBA", (texture.width, texture.height), pixels)
    if image.getchannel("A").getextrema() == OPAQUE:
        image = image.convert("RGB")
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=3)
    return written.getvalue()
