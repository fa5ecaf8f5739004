"""Write one rendition: its file in fragments, and the playlist of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from conversion_runtime.progress_file import StepProgress
from convert_media.ladder.codec_names import codec_name
from convert_media.ladder.coded_track import coded_track, shown_starts
from convert_media.ladder.decode import Decodable, decode
from convert_media.ladder.encode import encode
from convert_media.ladder.multivariant import SDR, Rendition
from convert_media.ladder.rungs import Rung
from convert_media.video.beginning import beginning
from convert_media.video.colour_box import hdr_transfer
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
    movie: Movie, pictures: Decodable, rung: Rung, quality: int, progress: StepProgress
) -> Rendition:
    """Code a track anew, cut at the same times."""
    begins = shown_starts(pictures.track.samples, pictures.starts)
    track = _coded_track(pictures, rung, begins, quality, progress)
    head = beginning(movie, [track], [])
    fragments = copy_movie(_SAMPLES, Path(f"{rung.name}.mp4"), [track], head, begins)
    return _rendition(rung.name, track, head, fragments)


def _coded_track(
    source: Decodable, rung: Rung, begins: Sequence[int], quality: int, progress: StepProgress
) -> Track:
    """Code fragment by fragment: no more than the coded bytes of one are in memory."""
    pictures = decode(source, rung)
    sizes: list[int] = []
    configuration = b""
    with _SAMPLES.open("wb") as file:
        for first, last in itertools.pairwise([*begins, source.track.count]):
            part = encode(pictures, last - first, quality, _SEQUENCE)
            configuration = configuration or part.configuration
            sizes += map(len, part.samples)
            file.writelines(part.samples)
            progress.add((last - first) * rung.width * rung.height)
    return coded_track(source.track, rung, sizes, begins, configuration)


def _rendition(name: str, track: Track, head: bytes, fragments: Sequence[Fragment]) -> Rendition:
    file_name = f"{name}.mp4"
    listed = playlist(file_name, len(head), len(index(track, fragments)), fragments)
    Path(f"{name}.m3u8").write_text(listed, encoding="ascii")
    is_seen = track.handler == VIDEO
    width, height = track.shown_size if is_seen else (0, 0)
    rate = track.frames_a_second if is_seen else 0.0
    return Rendition(
        f"{name}.m3u8",
        codec_name(track),
        fragments,
        width,
        height,
        rate,
        hdr_transfer(track) or SDR,
    )
