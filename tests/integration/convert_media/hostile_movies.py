"""Files that call themselves videos, and the code with which each is refused."""

from __future__ import annotations

import struct

from tests.integration.convert_media.movies import FTYP, MovieFile, box, numbers

UNREADABLE, DAMAGED, EMPTY = "SOURCE_UNREADABLE", "SOURCE_DAMAGED", "SOURCE_EMPTY"
COMPLEX, UNSUPPORTED = "SOURCE_TOO_COMPLEX", "SOURCE_UNSUPPORTED"
ELSEWHERE = "SOURCE_EXTERNAL_REFERENCE"
GOOD = MovieFile().content()
PLAYLIST = b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
LARGEST = 2**32 - 1


def with_table(kind: bytes, *values: int, more: bytes = b"") -> bytes:
    """Return a movie with another table."""
    return MovieFile(tables={kind: numbers(*values) + more}).content()


def without(kind: bytes) -> bytes:
    """Return a movie without a table."""
    return MovieFile(left_out=kind).content()


def renamed(kind: bytes) -> bytes:
    """Return a movie in which a box has another name."""
    return GOOD.replace(kind, b"none", 1)


HOSTILE_MOVIES: dict[str, tuple[bytes, str]] = {
    # not a movie
    "text": (b"Dear all, the secret is 42", UNREADABLE),
    "page": (b"<!DOCTYPE html><video src=http://127.0.0.1/></video>", UNREADABLE),
    "playlist": (PLAYLIST, UNREADABLE),
    "playlist_of_files": (b"ffconcat version 1.0\nfile /etc/passwd\n", UNREADABLE),
    "playlist_in_boxes": (box(b"ftyp", FTYP) + box(b"mdat", PLAYLIST), UNREADABLE),
    "type_alone": (box(b"ftyp", FTYP), UNREADABLE),
    "seven_bytes": (GOOD[:7], UNREADABLE),
    # cut
    "cut_in_samples": (GOOD[:500], DAMAGED),
    "cut_in_description": (GOOD[:-40], DAMAGED),
    "samples_missing": (with_table(b"stco", 0, 1, 5000), DAMAGED),
    # boxes
    "size_below_header": (box(b"ftyp", FTYP) + b"\0\0\0\4moov", DAMAGED),
    "size_of_64_bits": (box(b"ftyp", FTYP) + b"\0\0\0\1moov" + b"\xff" * 8, DAMAGED),
    "size_of_64_bits_of_zero": (box(b"ftyp", FTYP) + b"\0\0\0\1moov" + bytes(8), DAMAGED),
    "many_boxes": (5000 * box(b"free") + GOOD, COMPLEX),
    "many_boxes_in_movie": (MovieFile(more_in_movie=5000 * box(b"free")).content(), COMPLEX),
    "many_tracks": (MovieFile(tracks=65).content(), DAMAGED),
    "no_header": (renamed(b"mvhd"), DAMAGED),
    "no_media": (renamed(b"mdia"), DAMAGED),
    "no_media_header": (renamed(b"mdhd"), DAMAGED),
    "no_handler": (renamed(b"hdlr"), DAMAGED),
    "no_track_header": (renamed(b"tkhd"), DAMAGED),
    "compressed_description": (box(b"moov", box(b"cmov", bytes(40))), DAMAGED),
    **{f"no_{kind.decode()}": (without(kind), DAMAGED) for kind in (b"stsd", b"stts", b"stsc")},
    **{f"no_{kind.decode()}": (without(kind), DAMAGED) for kind in (b"stsz", b"stco")},
    # counts
    "sizes_endless": (with_table(b"stsz", 0, 1, LARGEST), COMPLEX),
    "sizes_missing": (with_table(b"stsz", 0, 0, 1_000_000), DAMAGED),
    "sizes_too_large": (with_table(b"stsz", 0, LARGEST, 10), DAMAGED),
    "times_endless": (with_table(b"stts", 0, 1, LARGEST, 1), DAMAGED),
    "times_missing": (with_table(b"stts", 0, 1_000_000), DAMAGED),
    "times_of_fewer": (with_table(b"stts", 0, 1, 9, 1), DAMAGED),
    "years": (with_table(b"stts", 0, 1, 10, LARGEST), COMPLEX),
    "finest_time_scale": (
        MovieFile(time_scale=LARGEST, tables={b"stts": numbers(0, 1, 10, 2**31)}).content(),
        COMPLEX,
    ),
    "no_time_at_all": (with_table(b"stts", 0, 1, 10, 0), DAMAGED),
    "chunks_endless": (with_table(b"stco", 0, LARGEST), DAMAGED),
    "chunk_of_too_many": (with_table(b"stsc", 0, 1, 1, LARGEST, 1), DAMAGED),
    "chunk_zero": (with_table(b"stsc", 0, 1, 0, 10, 1), DAMAGED),
    "chunks_backwards": (with_table(b"stsc", 0, 2, 1, 5, 1, 0, 5, 1), DAMAGED),
    "no_chunk_runs": (with_table(b"stsc", 0, 0), DAMAGED),
    "far_chunk": (
        MovieFile(
            tables={b"co64": numbers(0, 1) + struct.pack(">Q", 2**62)}, left_out=b"stco"
        ).content(),
        DAMAGED,
    ),
    "negative_chunk": (
        MovieFile(tables={b"co64": numbers(0, 1) + b"\xff" * 8}, left_out=b"stco").content(),
        DAMAGED,
    ),
    "samples_in_one_place": (
        MovieFile(
            tables={
                b"stsz": numbers(0, 1000, 5000),
                b"stts": numbers(0, 1, 5000, 1),
                b"stsc": numbers(0, 1, 1, 1, 1),
                b"stco": numbers(0, 5000, *(5000 * (40,))),
            }
        ).content(),
        DAMAGED,
    ),
    "key_zero": (with_table(b"stss", 0, 1, 0), DAMAGED),
    "key_behind_the_end": (with_table(b"stss", 0, 1, 11), DAMAGED),
    "keys_endless": (with_table(b"stss", 0, LARGEST), DAMAGED),
    "shifts_of_fewer": (with_table(b"ctts", 0, 1, 1, 1), DAMAGED),
    # what it shows
    "no_tracks": (MovieFile(tracks=0).content(), EMPTY),
    "sound_alone": (MovieFile(handler=b"soun", codec=b"mp4a").content(), EMPTY),
    "no_samples": (
        MovieFile(
            tables={
                b"stsz": numbers(0, 0, 0),
                b"stts": numbers(0, 0),
                b"stsc": numbers(0, 0),
                b"stco": numbers(0, 0),
            }
        ).content(),
        EMPTY,
    ),
    "no_pictures_in_samples": (GOOD, DAMAGED),
    "noise": (MovieFile(media=bytes(range(250)) * 4).content(), DAMAGED),
    "no_time_scale": (MovieFile(time_scale=0).content(), DAMAGED),
    "no_size": (MovieFile(size=(0, 0)).content(), DAMAGED),
    "huge": (MovieFile(size=(65535, 65535)).content(), COMPLEX),
    "other_codec": (MovieFile(codec=b"apch").content(), UNSUPPORTED),
    "encrypted": (MovieFile(codec=b"encv").content(), UNSUPPORTED),
    "changing_codec": (MovieFile(descriptions=2).content(), UNSUPPORTED),
    "no_codec": (MovieFile(descriptions=0).content(), DAMAGED),
    "in_fragments": (MovieFile(more_in_movie=box(b"mvex")).content(), UNSUPPORTED),
    # in other files
    "other_file": (MovieFile(reference=box(b"url ", numbers(0), b"../x\0")).content(), ELSEWHERE),
    "address": (MovieFile(reference=box(b"url ", numbers(0), b"http://x\0")).content(), ELSEWHERE),
    "alias": (MovieFile(reference=box(b"alis", numbers(0))).content(), ELSEWHERE),
}
