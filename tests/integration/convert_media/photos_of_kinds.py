"""Photos of kinds that are rare: 16 bits of colour, animations, maps of gains, profiles."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms

DEEP = struct.pack(">3H", 0x80FF, 0x4000, 0xC0C0)
DEEP_SIZE = (16, 8)
ULTRA_HDR = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
ISO = b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)


def write_kinds(target: Path, image: Image.Image) -> None:
    """Write them all of a picture of four corners."""
    others = [image.rotate(90), image.rotate(180)]
    for name in ("animated.gif", "animated.webp"):
        image.save(target / name, save_all=True, append_images=others, quality=95)
    image.save(target / "big.tif", big_tiff=True)
    image.convert("CMYK").save(target / "cmyk.tif")
    see_through = image.convert("RGBA")
    see_through.paste((0, 0, 0, 0), (0, 0, 32, 24))
    see_through.quantize(16).save(target / "transparent.png")
    Image.new("RGB", (60_000, 400), (0, 128, 0)).save(target / "wide.png")
    (target / "colour16.png").write_bytes(deep_png())
    (target / "colour16.tif").write_bytes(deep_tiff())
    with_gain_map(target / "ultra.jpg", image, ULTRA_HDR, b"")
    with_gain_map(target / "iso.jpg", image, b"", ISO)
    swapped = Image.merge("RGB", [image.getchannel(one) for one in "BRG"])
    for name in ("swapped.tif", "swapped.jpg"):
        swapped.save(target / name, icc_profile=swapped_profile(), quality=95)


def swapped_profile() -> bytes:
    """Return the profile of sRGB whose red is its green, and so on."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    order = {b"rXYZ": b"bXYZ", b"gXYZ": b"rXYZ", b"bXYZ": b"gXYZ"}
    moved = {
        name: bytes(profile[places[other] + 4 : places[other] + 12])
        for name, other in order.items()
    }
    for name, place in moved.items():
        profile[places[name] + 4 : places[name] + 12] = place
    return bytes(profile)


def with_gain_map(path: Path, image: Image.Image, xmp: bytes, segment: bytes) -> None:
    """Write a JPEG and a second one behind it, in a multi-picture index (CIPA DC-007)."""
    image.save(
        path, "MPO", save_all=True, append_images=[image.convert("L").convert("RGB")], quality=95
    )
    content = path.read_bytes()
    parts = b""
    if xmp:
        parts += app(1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    if segment:
        parts += app(2, segment)
    path.write_bytes(content[:2] + parts + content[2:])


def app(number: int, content: bytes) -> bytes:
    """Return an application segment of a JPEG."""
    return b"\xff" + bytes([0xE0 + number]) + struct.pack(">H", 2 + len(content)) + content


def deep_png() -> bytes:
    """Return a PNG of 16 bits a channel."""
    width, height = DEEP_SIZE
    rows = height * (b"\0" + width * DEEP)

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">2I5B", width, height, 16, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def deep_tiff() -> bytes:
    """Return a TIFF of 16 bits a channel, big-endian (TIFF 6.0)."""
    width, height = DEEP_SIZE
    pixels = width * height * DEEP
    tags = (
        *((256, 3, 1, width << 16), (257, 3, 1, height << 16), (258, 3, 3, 122)),
        *((259, 3, 1, 1 << 16), (262, 3, 1, 2 << 16), (273, 4, 1, 128), (277, 3, 1, 3 << 16)),
        *((278, 3, 1, height << 16), (279, 4, 1, len(pixels))),
    )
    directory = struct.pack(">H", len(tags)) + b"".join(struct.pack(">2H2I", *one) for one in tags)
    head = b"MM\0*" + struct.pack(">I", 8) + directory + bytes(4)
    return head.ljust(122, b"\0") + struct.pack(">3H", 16, 16, 16) + pixels
