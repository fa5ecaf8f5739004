"""Write one rendition: its file in fragments, and the playlist of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from convert_media.ladder.codec_names import codec_name
from convert_media.ladder.coded_track import coded_track, shown_starts
from convert_media.ladder.decode import decode
from convert_media.ladder.encode import encode
from convert_media.ladder.multivariant import Rendition
from convert_media.ladder.rungs import Rung
from convert_media.video.beginning import beginning
from convert_media.video.copy_movie import copy_movie
from convert_media.video.fragments import Fragment, index
from convert_media.video.playlist import playlist
from convert_media.video.tracks import VIDEO, Movie, Track

_SAMPLES, _SEQUENCE = Path("samples.av1"), Path("sequence.avif")


def copied(
    movie: Movie, track: Track, source: Path, name: str, starts: Sequence[int], warnings: list[str]
) -> Rendition:
    """Copy a track as it is coded; its fragments begin with the samples in `starts`."""
    head = beginning(movie, [track], warnings)
    fragments = copy_movie(source, Path(f"{name}.mp4"), [track], head, starts)
    return _rendition(name, track, head, fragments)


def coded(
    movie: Movie, picture: Track, copy: Path, rung: Rung, starts: Sequence[int], quality: int
) -> Rendition:
    """Code a track anew, from a copy of it that this package wrote, cut at the same times."""
    begins = shown_starts(picture.samples, starts)
    track = _coded_track(picture, copy, rung, begins, quality)
    head = beginning(movie, [track], [])
    fragments = copy_movie(_SAMPLES, Path(f"{rung.name}.mp4"), [track], head, begins)
    return _rendition(rung.name, track, head, fragments)


def _coded_track(
    picture: Track, copy: Path, rung: Rung, begins: Sequence[int], quality: int
) -> Track:
    """Code fragment by fragment: no more than the coded bytes of one are in memory."""
    pictures = decode(copy, rung, picture)
    sizes: list[int] = []
    configuration = b""
    with _SAMPLES.open("wb") as file:
        for first, last in itertools.pairwise([*begins, picture.count]):
            part = encode(pictures, last - first, quality, _SEQUENCE)
            configuration = configuration or part.configuration
            sizes += map(len, part.samples)
            file.writelines(part.samples)
    return coded_track(picture, rung, sizes, begins, configuration)


def _rendition(name: str, track: Track, head: bytes, fragments: Sequence[Fragment]) -> Rendition:
    file_name = f"{name}.mp4"
    listed = playlist(file_name, len(head), len(index(track, fragments)), fragments)
    Path(f"{name}.m3u8").write_text(listed, encoding="ascii")
    is_seen = track.handler == VIDEO
    width, height = track.shown_size if is_seen else (0, 0)
    rate = track.frames_a_second if is_seen else 0.0
    return Rendition(f"{name}.m3u8", codec_name(track), fragments, width, height, rate)
