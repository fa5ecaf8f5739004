"""Videos of which no ladder is made, and the code with which each is refused."""

from __future__ import annotations

import struct

from tests.integration.convert_media.hostile_fragments import FragmentedFile
from tests.integration.convert_media.hostile_movies import COMPLEX, DAMAGED, GOOD, UNSUPPORTED
from tests.integration.convert_media.movies import MovieFile, box, numbers

MANY = 500_000
PQ = b"nclx" + struct.pack(">3HB", 9, 16, 9, 0)


def with_colours(content: bytes) -> bytes:
    """Return a movie that says something of its colours."""
    entry = box(b"hvc1", bytes(24), struct.pack(">2H", 640, 480), bytes(50), box(b"colr", content))
    return MovieFile(tables={b"stsd": numbers(0, 1) + entry}).content()


def of_many_pictures(codec: bytes, size: tuple[int, int]) -> bytes:
    """Return a movie of half a million pictures of one byte."""
    tables = {
        b"stsz": numbers(0, 1, MANY),
        b"stts": numbers(0, 1, MANY, 1),
        b"stsc": numbers(0, 1, 1, MANY, 1),
    }
    movie = MovieFile(codec=codec, size=size, tables=tables, media=bytes(MANY))
    return movie.content()


HOSTILE_LADDERS: dict[str, tuple[bytes, str]] = {
    "text": (b"Dear all, the secret is 42", "SOURCE_UNREADABLE"),
    "no_pictures_in_samples": (MovieFile(codec=b"apcn").content(), DAMAGED),
    "noise": (MovieFile(codec=b"jpeg", media=bytes(range(250)) * 4).content(), DAMAGED),
    "noise_of_mpeg4": (MovieFile(codec=b"mp4v", media=bytes(range(250)) * 4).content(), DAMAGED),
    "no_h264_setup": (MovieFile(size=(640, 480)).content(), DAMAGED),
    "nothing_in_av1": (MovieFile(codec=b"av01", size=(640, 480)).content(), DAMAGED),
    "encrypted": (MovieFile(codec=b"encv").content(), UNSUPPORTED),
    "uncompressed": (MovieFile(codec=b"raw ").content(), UNSUPPORTED),
    "nothing_in_hdr": (with_colours(PQ), DAMAGED),
    "colours_cut": (with_colours(PQ[:5]), DAMAGED),
    "too_much_work": (of_many_pictures(b"jpeg", (1920, 1080)), COMPLEX),
    "wide_line": (MovieFile(codec=b"jpeg", size=(60_000, 500)).content(), COMPLEX),
    "no_codec": (MovieFile(descriptions=0).content(), DAMAGED),
    "fragments_alone": (FragmentedFile(codec=b"apch").content(), DAMAGED),
    "edit_list_cut": (
        MovieFile(edits=box(b"edts", box(b"elst", numbers(0, 2**31))), size=(640, 480)).content(),
        DAMAGED,
    ),
    "nothing_in_h264": (GOOD, DAMAGED),
}
