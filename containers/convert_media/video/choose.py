"""Which tracks of a movie browsers get."""

from __future__ import annotations

from conversion_runtime.errors import SourceEmpty, SourceTooComplex, SourceUnsupported
from convert_media.video.boxes import damaged
from convert_media.video.tracks import SOUND, VIDEO, Movie, Track

PICTURE_CODECS = ("avc1", "avc3", "hvc1", "hev1", "vp09", "av01")
"""What browsers play and the decoders of the image read."""

LADDER = "for others ask for `video_to_ladder`, which codes them anew"

SOUND_CODECS = ("mp4a", "Opus", "fLaC", "ac-3", "ec-3")
SOUND_LEFT_OUT = "browsers do not play the sound of this video: it is left out"
MOST_PIXELS = 8192 * 8192
LONGEST_SECONDS = 7 * 24 * 3600.0


def picture_of(movie: Movie) -> Track:
    """Return the track that is shown.

    Raises:
        SourceEmpty: there is none.
        SourceUnsupported: no browser plays its codec.
        SourceDamaged, SourceTooComplex: its size or length is out of bounds.
    """
    track = picture_to_code(movie)
    if track.codec not in PICTURE_CODECS:
        raise SourceUnsupported(
            "browsers do not play this codec",
            found=track.codec,
            expected=f"{', '.join(PICTURE_CODECS)}; {LADDER}",
        )
    return track


def picture_to_code(movie: Movie) -> Track:
    """Return the track that is shown, of whatever codec.

    Raises:
        SourceEmpty: there is none.
        SourceDamaged, SourceTooComplex: its size or length is out of bounds.
    """
    track = movie.first(VIDEO)
    if track is None:
        raise SourceEmpty("the file has no pictures", expected="a video track with samples")
    _require_bounds(track)
    return track


def sound_of(movie: Movie, warnings: list[str]) -> Track | None:
    """Return the track that is heard, or None."""
    track = movie.first(SOUND)
    if track is not None and track.codec not in SOUND_CODECS:
        warnings.append(SOUND_LEFT_OUT)
        return None
    return track


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
