"""Panoramas: tiles of every level, all of the image in them, in an archive read by ranges."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.integration.convert_media.conftest import Made

pytestmark = [pytest.mark.container, pytest.mark.slow]

NAME = "panorama.jpg"
SIZE = (2050, 1025)


def webp_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a lossy WebP (RFC 9649, 2.5)."""
    assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8 ")
    return int.from_bytes(data[26:28], "little"), int.from_bytes(data[28:30], "little")


@pytest.fixture(scope="module")
def archive(photos: Made) -> Path:
    return photos.folder / NAME / "panorama.zip"


def test_levels_halve_down_to_one_that_is_small(archive: Path) -> None:
    with ZipFile(archive) as members:
        levels = json.loads(members.read("panorama.json"))["levels"]
    sizes = [(level["width_pixels"], level["height_pixels"]) for level in levels]
    assert sizes == [(513, 257), (1025, 513), SIZE]


def test_tiles_cover_every_level(archive: Path, photos: Made) -> None:
    with ZipFile(archive) as members:
        told = json.loads(members.read("panorama.json"))
        for number, level in enumerate(told["levels"]):
            tiles = {
                (column, row): webp_size(members.read(f"{number}/{column}_{row}.webp"))
                for column in range(level["columns"])
                for row in range(level["rows"])
            }
            width = sum(size[0] for (_, row), size in tiles.items() if row == 0)
            height = sum(size[1] for (column, _), size in tiles.items() if column == 0)
            assert (width, height) == (level["width_pixels"], level["height_pixels"])
        assert len(members.namelist()) == 1 + photos.facts(NAME)["tiles"]


def test_members_are_stored_so_that_ranges_are_files(archive: Path) -> None:
    with ZipFile(archive) as members:
        assert {member.compress_type for member in members.infolist()} == {ZIP_STORED}
        assert {member.date_time for member in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_heading_and_extent_are_told(archive: Path, photos: Made) -> None:
    assert photos.facts(NAME)["projection"] == "equirectangular"
    with ZipFile(archive) as members:
        panorama = json.loads(members.read("panorama.json"))["panorama"]
    assert panorama["heading_degrees"] == 270.0
    assert (panorama["full_width_pixels"], panorama["full_height_pixels"]) == SIZE


def test_other_photos_have_no_tiles(photos: Made) -> None:
    with_tiles = {name for name, told in photos.told.items() if "panorama.zip" in told["files"]}
    assert with_tiles == {NAME}
