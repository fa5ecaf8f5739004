"""Make Matroska files: of the pictures and sound of MP4 files, and by FFmpeg's own writer.

`python make_matroska.py FOLDER HEVC [SAMPLE]`, run by the interpreter of the image.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from convert_media.video.movie_tables import read_movie
from convert_media.video.tracks import SOUND, VIDEO, Track
from tests.integration.convert_media import matroska_files as mkv

FRAMES, FRAMES_A_SECOND, SIZE = 150, 25, (128, 96)
WRITTEN = (("vp9.mkv", "VP90"), ("vp9.webm", "VP90"), ("vp8.webm", "VP80"), ("mpeg4.mkv", "mp4v"))
LACED = 5
CLUSTER_MILLISECONDS = 2000
Placed = tuple[int, Callable[[int], bytes]]
"""Milliseconds that decide the order, and what writes the block in a cluster of some time."""

ROLL = -90.0
"""Against the clock: the picture is to be turned by a quarter with it."""


def main(folder: str, hevc: str, *sample: str) -> None:
    """Write all files."""
    target = Path(folder)
    for name, code in WRITTEN:
        write(target / name, code)
    turned(target / "vp9.mkv", target / "turned.mkv")
    (target / "hevc.mkv").write_bytes(remuxed(Path(hevc)))
    for path in map(Path, sample):
        (target / "known.mkv").write_bytes(remuxed(path))
        (target / "live.mkv").write_bytes(remuxed(path, is_live=True))


def write(path: Path, code: str) -> None:
    """Write a video of four corners by FFmpeg."""
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*code), FRAMES_A_SECOND, SIZE
    )
    width, height = SIZE
    for number in range(FRAMES):
        picture = np.zeros((height, width, 3), np.uint8)
        picture[: height // 2, : width // 2] = (0, 0, 255)
        picture[: height // 2, width // 2 :] = (0, 255, 0)
        picture[height // 2 :, : width // 2] = (255, 0, 0)
        picture[height // 2 :, width // 2 :] = 255
        picture[height // 2 - 4 : height // 2 + 4, : number % width] = 128
        writer.write(picture)
    writer.release()


def turned(source: Path, target: Path) -> None:
    """Say of a file by FFmpeg that its pictures are to be turned."""
    told = mkv.element(0x7670, mkv.whole(0x7671, 0), mkv.real(0x7675, ROLL))
    content = source.read_bytes()
    begin = content.index(mkv.SEGMENT.to_bytes(4, "big"))
    path = (mkv.SEGMENT, mkv.TRACKS, 0xAE, 0xE0)
    target.write_bytes(content[:begin] + with_more(content[begin:], path, told))


def with_more(content: bytes, path: Sequence[int], more: bytes) -> bytes:
    """Return elements of which the first of a path has more in it, and as long a header."""
    at = 0
    while True:
        length = 9 - content[at].bit_length()
        number = int.from_bytes(content[at : at + length], "big")
        begin = at + length + 9 - content[at + length].bit_length()
        taken = begin - at - length
        mask = (1 << 7 * taken) - 1
        end = begin + (int.from_bytes(content[at + length : begin], "big") & mask)
        if number == path[0]:
            inside = content[begin:end]
            inside = with_more(inside, path[1:], more) if path[1:] else inside + more
            size = mkv.vint(len(inside), taken)
            return content[: at + length] + size + inside + content[end:]
        at = end


def remuxed(path: Path, *, is_live: bool = False) -> bytes:
    """Return the pictures and sound of an MP4 file in clusters.

    As live: without any size at the top, pictures in groups, and sound in laces.
    """
    movie, content = read_movie(path), path.read_bytes()
    picture, sound = movie.first(VIDEO), movie.first(SOUND)
    assert picture is not None and sound is not None
    tracks = mkv.element(mkv.TRACKS, of_pictures(picture), of_sound(sound))
    blocks = sorted(
        [*picture_blocks(picture, content, is_live), *sound_blocks(sound, content, is_live)],
        key=lambda one: one[0],
    )
    clusters = []
    for begin in range(0, blocks[-1][0] + 1, CLUSTER_MILLISECONDS):
        inside = [made for time, made in blocks if begin <= time < begin + CLUSTER_MILLISECONDS]
        # Times of a block are from that of its cluster.
        made = [one(begin) for one in inside]
        clusters.append(mkv.cluster(begin, made, mkv.UNKNOWN if is_live else None))
    size = mkv.UNKNOWN if is_live else None
    recorded = mkv.element(0x4461, (595_870_000 * 10**9).to_bytes(8, "big"))
    segment = mkv.element(mkv.SEGMENT, mkv.info(more=recorded), tracks, *clusters, size=size)
    return mkv.head() + segment


def of_pictures(track: Track) -> bytes:
    codecs = {"avc1": (b"V_MPEG4/ISO/AVC", b"avcC"), "hvc1": (b"V_MPEGH/ISO/HEVC", b"hvcC")}
    codec, setup = codecs[track.codec]
    private = track.setup(setup)
    assert private is not None
    return mkv.track(1, mkv.VIDEO, codec, bytes(private.content), mkv.picture_size(*track.size))


def of_sound(track: Track) -> bytes:
    described = bytes(track.description.content)
    # The configuration is behind tag 5; its length takes one byte, or four.
    _, _, behind = described[described.index(b"esds") + 20 :].partition(b"\x05")
    behind = behind.lstrip(b"\x80")
    private = behind[1 : 1 + behind[0]]
    return mkv.track(2, mkv.SOUND, b"A_AAC", private, mkv.sound_of(2, 48000.0))


def milliseconds(track: Track) -> list[int]:
    samples = track.samples
    shown = samples.times + samples.shifts
    shown -= int(shown.min())
    return [round(one) for one in (shown * 1000 / track.time_scale).tolist()]


def frames_of(track: Track, content: bytes) -> list[bytes]:
    places = zip(track.samples.offsets.tolist(), track.samples.sizes.tolist(), strict=True)
    return [content[at : at + size] for at, size in places]


def picture_blocks(track: Track, content: bytes, is_live: bool) -> Iterator[Placed]:
    times = milliseconds(track)
    decoded = np.maximum.accumulate(times).tolist()
    keys = track.samples.keys.tolist()
    for frame, time, is_key, place in zip(
        frames_of(track, content), times, keys, decoded, strict=True
    ):
        yield place, partial(_picture, frame, time, is_key, is_live)


def _picture(frame: bytes, time: int, is_key: bool, is_live: bool, begin: int) -> bytes:
    ticks = time - begin
    if not is_live:
        return mkv.element(mkv.SIMPLE_BLOCK, mkv.block(1, ticks, frame, mkv.KEY if is_key else 0))
    refers = b"" if is_key else mkv.element(mkv.REFERENCE, b"\xff")
    return mkv.element(
        mkv.BLOCK_GROUP, mkv.element(mkv.BLOCK, mkv.block(1, ticks, frame, 0)), refers
    )


def sound_blocks(track: Track, content: bytes, is_live: bool) -> Iterator[Placed]:
    frames, times = frames_of(track, content), milliseconds(track)
    step = LACED if is_live else 1
    for number, at in enumerate(range(0, len(frames), step)):
        kind = ("xiph", "ebml")[number % 2]
        yield times[at], partial(_sound, frames[at : at + step], times[at], kind)


def _sound(frames: list[bytes], time: int, kind: str, begin: int) -> bytes:
    ticks = time - begin
    if len(frames) == 1:
        return mkv.element(mkv.SIMPLE_BLOCK, mkv.block(2, ticks, frames[0]))
    return mkv.element(mkv.SIMPLE_BLOCK, mkv.laced(2, ticks, frames, kind))


if __name__ == "__main__":
    main(*sys.argv[1:])
