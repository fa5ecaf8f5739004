"""The GPS track of a camera that writes GPMF beside its video, as GeoJSON (RFC 7946).

GPMF: https://github.com/gopro/gpmf-parser. Older cameras write `GPS5`, newer ones `GPS9`; each
sample of the metadata track holds the fixes of about a second. Fixes without a lock are left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from convert_media.video.tracks import METADATA, Movie, Track

TRACK_FILE = "track.json"
CODEC = "gpmd"
TELEMETRY_DAMAGED = "the telemetry of the camera is damaged and read in part or not at all"
LARGEST_SAMPLE_BYTES = 4 * 1024**2
MOST_FIXES = 500_000
DEEPEST = 4
VALUES = 4
"""Of a fix that are read: latitude, longitude, altitude, speed over ground."""

LOCK_2D = 2
"""From this on, `GPSF` says that the receiver has a position."""

Entry = tuple[bytes, str, int, bytes]
"""Name, type, bytes of one value, content."""


@dataclass(frozen=True)
class Fix:
    """Where the camera was; seconds from the beginning of the movie, WGS 84, metres."""

    seconds: float
    latitude_degrees: float
    longitude_degrees: float
    altitude_metres: float
    metres_a_second: float


def fixes_of(movie: Movie, path: Path, warnings: list[str]) -> tuple[Fix, ...]:
    """Return all fixes; none where the camera has no receiver."""
    tracks = [one for one in movie.tracks if (one.handler, one.codec) == (METADATA, CODEC)]
    found: list[Fix] = []
    try:
        for track in tracks:
            for fix in _of_track(track, path):
                found.append(fix)
                if len(found) >= MOST_FIXES:
                    raise ValueError("too many")
    except (ValueError, struct.error, ArithmeticError):
        warnings.append(TELEMETRY_DAMAGED)
    return tuple(found)


def _of_track(track: Track, path: Path) -> Iterator[Fix]:
    samples = track.samples
    with path.open("rb") as file:
        for number in range(len(samples)):
            if samples.sizes[number] > LARGEST_SAMPLE_BYTES:
                raise ValueError("too large")
            file.seek(int(samples.offsets[number]))
            payload = file.read(int(samples.sizes[number]))
            begin = float(samples.times[number]) / track.time_scale
            lasts = float(samples.durations[number]) / track.time_scale
            for stream in _streams(payload, 0):
                yield from _of_stream(stream, begin, lasts)


def _streams(data: bytes, depth: int) -> Iterator[dict[bytes, Entry]]:
    """Yield the entries of every stream by name."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    for name, _, _, content in _entries(data):
        if name == b"STRM":
            yield {one[0]: one for one in _entries(content)}
        elif name == b"DEVC":
            yield from _streams(content, depth + 1)


def _entries(data: bytes) -> Iterator[Entry]:
    at = 0
    while at + 8 <= len(data) and data[at : at + 4] != b"\0\0\0\0":
        name, kind, size, count = struct.unpack_from(">4scBH", data, at)
        length = size * count
        if at + 8 + length > len(data):
            raise ValueError("cut")
        yield name, kind.decode("latin-1"), size, data[at + 8 : at + 8 + length]
        at += 8 + -(-length // 4) * 4


def _of_stream(stream: dict[bytes, Entry], begin: float, lasts: float) -> Iterator[Fix]:
    if b"GPS9" in stream:
        form, name = ">7i2H", b"GPS9"
    elif b"GPS5" in stream and _has_lock(stream):
        form, name = ">5i", b"GPS5"
    else:
        return
    _, _, size, content = stream[name]
    if size != struct.calcsize(form):
        raise ValueError("not as the camera's maker says")
    scales = _scales(stream)
    rows = list(struct.iter_unpack(form, content))
    for number, row in enumerate(rows):
        fix = _fix(row, scales, begin + lasts * number / len(rows))
        if fix is not None:
            yield fix


def _fix(row: tuple[int, ...], scales: tuple[int, ...], seconds: float) -> Fix | None:
    latitude, longitude, altitude, speed = (
        value / scale for value, scale in zip(row[:VALUES], scales[:VALUES], strict=True)
    )
    is_locked = len(row) == 5 or row[8] >= LOCK_2D
    if not is_locked or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Fix(
        seconds=round(seconds, 3),
        latitude_degrees=round(latitude, 7),
        longitude_degrees=round(longitude, 7),
        altitude_metres=round(altitude, 3),
        metres_a_second=round(speed, 3),
    )


def _has_lock(stream: dict[bytes, Entry]) -> bool:
    _, _, _, content = stream.get(b"GPSF", (b"", "", 0, b"\0\0\0\3"))
    return int.from_bytes(content[:4], "big") >= LOCK_2D


def _scales(stream: dict[bytes, Entry]) -> tuple[int, ...]:
    """Return the divisors of the values, one for all or one for each."""
    _, kind, _, content = stream.get(b"SCAL", (b"", "l", 4, b"\0\0\0\1"))
    form = ">h" if kind == "s" else ">i"
    values = [value for (value,) in struct.iter_unpack(form, content)]
    return tuple(values * VALUES if len(values) == 1 else values)
