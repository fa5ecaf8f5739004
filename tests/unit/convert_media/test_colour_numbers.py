"""What AVIF and HEIC tell of their colours is found, and nothing is made of what is broken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from convert_media.photo.colour_numbers import ColourNumbers, colour_numbers
from tests.integration.convert_media.heic import HEIC

P3, SRGB, BT2020, PQ = 12, 13, 9, 16


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full_box(kind: bytes, version: int, flags: int, *content: bytes) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def nclx(primaries: int, transfer: int) -> bytes:
    return box(b"colr", b"nclx", struct.pack(">3HB", primaries, transfer, 1, 128))


PROFILE = box(b"colr", b"prof", bytes(16))
PROPERTIES = (nclx(P3, SRGB), PROFILE, nclx(BT2020, PQ), box(b"clli", struct.pack(">2H", 640, 80)))


def described(*numbers: int, image: int = 7, is_wide: bool = False) -> bytes:
    """Return a file whose primary image, of number 7, has some of the properties by number."""
    item, form = ("I", "H") if is_wide else ("H", "B")
    rows = struct.pack(f">I{item}B{form}", 2, 3, 1, 1)
    rows += struct.pack(f">{item}B{len(numbers)}{form}", image, len(numbers), *numbers)
    associations = full_box(b"ipma", int(is_wide), int(is_wide), rows)
    primary = full_box(b"pitm", int(is_wide), 0, struct.pack(f">{item}", 7))
    properties = box(b"iprp", box(b"ipco", *PROPERTIES), associations)
    kind = box(b"ftyp", b"avif", bytes(4))
    return kind + full_box(b"meta", 0, 0, primary, properties)


def found(content: bytes, folder: Path) -> ColourNumbers | None:
    path = folder / "photo"
    path.write_bytes(content)
    return colour_numbers(path)


@pytest.mark.parametrize("is_wide", [False, True])
def test_numbers_of_the_primary_image_are_found(tmp_path: Path, is_wide: bool) -> None:
    content = described(2, 3, 4, is_wide=is_wide)
    assert found(content, tmp_path) == ColourNumbers(BT2020, PQ, brightest=640.0)


def test_numbers_that_are_essential_are_numbers(tmp_path: Path) -> None:
    assert found(described(0x80 | 1), tmp_path) == ColourNumbers(P3, SRGB)


def test_photo_of_a_camera_tells_srgb(tmp_path: Path) -> None:
    assert found(HEIC, tmp_path) == ColourNumbers(1, SRGB)


@pytest.mark.parametrize(
    "content",
    [described(2), described(0, 9), described(), described(1, image=6), b"", b"\xff\xd8\xff\xe0"],
    ids=["profile", "numbers of nothing", "no numbers", "other image", "empty", "JPEG"],
)
def test_photo_that_tells_nothing_has_no_numbers(tmp_path: Path, content: bytes) -> None:
    assert found(content, tmp_path) is None


def test_what_is_cut_or_changed_raises_nothing(tmp_path: Path) -> None:
    whole = described(2, 3, 4)
    for at in range(len(whole)):
        found(whole[:at], tmp_path)
        for value in (0, 255):
            found(whole[:at] + bytes([value]) + whole[at + 1 :], tmp_path)
    assert found(whole, tmp_path) is not None
