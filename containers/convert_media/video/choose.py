"""Which tracks of a movie browsers get."""

from __future__ import annotations

from conversion_runtime.errors import SourceEmpty, SourceTooComplex, SourceUnsupported
from convert_media.video.boxes import damaged
from convert_media.video.codecs import CODED_ANEW, PICTURE_CODECS, shown_name
from convert_media.video.cut_end import CUT_END, without_cut_end
from convert_media.video.tracks import SOUND, VIDEO, Movie, Track

PLAYED = f"H.264, HEVC, VP9 or AV1 ({', '.join(PICTURE_CODECS)})"
ASK_FOR_LADDER = "ask for `video_to_ladder`, which codes it anew"
EXPORT = "export it as H.264 in MP4"

SOUND_CODECS = ("mp4a", "Opus", "fLaC", "ac-3", "ec-3")
SOUND_LEFT_OUT = "browsers do not play the sound of this video: it is left out"
MOST_PIXELS = 8192 * 8192
LONGEST_SECONDS = 7 * 24 * 3600.0


def picture_of(movie: Movie, warnings: list[str]) -> Track:
    """Return the track that is shown.

    Raises:
        SourceEmpty: there is none.
        SourceUnsupported: no browser plays its codec.
        SourceDamaged, SourceTooComplex: its size or length is out of bounds.
    """
    track = picture_to_code(movie, warnings)
    if track.codec not in PICTURE_CODECS:
        advice = ASK_FOR_LADDER if track.codec in CODED_ANEW else EXPORT
        raise SourceUnsupported(
            "browsers do not play this codec",
            found=shown_name(track.codec),
            expected=f"{PLAYED}; {advice}",
        )
    return track


def picture_to_code(movie: Movie, warnings: list[str]) -> Track:
    """Return the track that is shown, of whatever codec.

    Raises:
        SourceEmpty: there is none.
        SourceDamaged, SourceTooComplex: its size or length is out of bounds.
    """
    track = movie.first(VIDEO)
    if track is None:
        raise SourceEmpty("the file has no pictures", expected="a video track with samples")
    _require_bounds(track)
    return _to_its_end(track, movie, warnings)


def sound_of(movie: Movie, warnings: list[str]) -> Track | None:
    """Return the track that is heard, or None."""
    track = movie.first(SOUND)
    if track is not None and track.codec not in SOUND_CODECS:
        warnings.append(SOUND_LEFT_OUT)
        return None
    return None if track is None else _to_its_end(track, movie, warnings)


def _to_its_end(track: Track, movie: Movie, warnings: list[str]) -> Track:
    ended = without_cut_end(track, movie)
    if ended is not track and CUT_END not in warnings:
        warnings.append(CUT_END)
    return ended


def _require_bounds(track: Track) -> None:
    width, height = track.size
    if not (width and height and track.samples.end):
        raise damaged(track.description.kind)
    if width * height > MOST_PIXELS or track.seconds > LONGEST_SECONDS:
        raise SourceTooComplex(
            "the video is too large or too long",
            found=f"{width} x {height} pixels, {track.seconds:.0f} seconds",
            expected=f"at most {MOST_PIXELS} pixels, {LONGEST_SECONDS:.0f} seconds",
        )
