"""The beginning of a fragmented file: what its tracks are, without samples (8.2, 8.8.1).

Only what a player needs is carried over: places, names and makers stay behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert_media.video.boxes import Box, damaged
from convert_media.video.tracks import PICTURE_ENTRY_BYTES, VIDEO, Movie, Track
from convert_media.video.write_boxes import box, full_box, numbers

MOST_EDITS = 2
ENCODER_AT, ENCODER_BYTES = 42, 32
EDITS_LEFT_OUT = "the edit list cuts the movie in pieces: the whole recording is shown"
_BRANDS = (b"iso6", b"iso5", b"mp41")


def beginning(movie: Movie, tracks: Sequence[Track], warnings: list[str]) -> bytes:
    """Return the boxes `ftyp` and `moov`; `tracks` are numbered from 1 in their order."""
    extends = (
        full_box(b"trex", 0, 0, numbers("5I", number, 1, 0, 0, 0))
        for number in range(1, len(tracks) + 1)
    )
    return box(b"ftyp", _BRANDS[0], numbers("I", 512), *_BRANDS) + box(
        b"moov",
        box(b"mvhd", _without_duration(movie.header, 16, 24)),
        *(_track(track, number, warnings) for number, track in enumerate(tracks, 1)),
        box(b"mvex", *extends),
    )


def _track(track: Track, number: int, warnings: list[str]) -> bytes:
    head = bytearray(_without_duration(track.box.require(b"tkhd"), 20, 28))
    at = 20 if head[0] == 1 else 12
    head[at : at + 4] = numbers("I", number)
    head[1:4] = b"\0\0\7"  # enabled, in the movie, in its preview
    return box(b"trak", box(b"tkhd", bytes(head)), _edits(track, warnings), _media(track))


def _media(track: Track) -> bytes:
    media = track.box.require(b"mdia")
    kind = b"vmhd" if track.handler == VIDEO else b"smhd"
    table = (
        full_box(b"stsd", 0, 0, numbers("I", 1), _description(track)),
        full_box(b"stts", 0, 0, numbers("I", 0)),
        full_box(b"stsc", 0, 0, numbers("I", 0)),
        full_box(b"stsz", 0, 0, numbers("2I", 0, 0)),
        full_box(b"stco", 0, 0, numbers("I", 0)),
    )
    own = full_box(b"dref", 0, 0, numbers("I", 1), full_box(b"url ", 0, 1))
    return box(
        b"mdia",
        box(b"mdhd", _without_duration(media.require(b"mdhd"), 16, 24)),
        full_box(b"hdlr", 0, 0, numbers("I", 0), track.handler.encode(), bytes(13)),
        box(
            b"minf",
            box(kind, media.require(b"minf", kind).content),
            box(b"dinf", own),
            box(b"stbl", *table),
        ),
    )


def _description(track: Track) -> bytes:
    """Return the sample entry; that of pictures without the name of the encoder (12.1.3)."""
    content = bytes(track.description.content)
    if track.handler == VIDEO:
        if len(content) < PICTURE_ENTRY_BYTES:
            raise damaged(track.description.kind)
        name = slice(ENCODER_AT, ENCODER_AT + ENCODER_BYTES)
        content = content[: name.start] + bytes(ENCODER_BYTES) + content[name.stop :]
    return box(track.description.kind, content)


def _without_duration(header: Box, short_at: int, long_at: int) -> bytes:
    """Return a header with a duration of 0: the fragments have their own."""
    content = bytearray(header.content)
    at, length = (long_at, 8) if content[:1] == b"\1" else (short_at, 4)
    if len(content) < at + length:
        raise damaged(header.kind)
    content[at : at + length] = bytes(length)
    return bytes(content)


def _edits(track: Track, warnings: list[str]) -> bytes:
    """Return the edit list: the delay of the track, and where in its samples it begins."""
    edits = track.box.find(b"edts", b"elst")
    if edits is None:
        return b""
    version, count = edits.values("B")[0], edits.values("I", 4)[0]
    if not 0 < count <= MOST_EDITS:
        warnings.append(EDITS_LEFT_OUT)
        return b""
    form, step = ("Qqi", 20) if version == 1 else ("Iii", 12)
    entries = [edits.values(form, 8 + step * index) for index in range(count)]
    if count == MOST_EDITS and entries[0][1] != -1:
        warnings.append(EDITS_LEFT_OUT)
        return b""
    # The last one lasts as long as the fragments do: a duration of 0 says so.
    entries[-1] = (0, *entries[-1][1:])
    written = (numbers("Qqi", *entry) for entry in entries)
    return box(b"edts", full_box(b"elst", 1, 0, numbers("I", count), *written))
