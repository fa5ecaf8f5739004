"""Which renditions a video gets, and how much work they are."""

from __future__ import annotations

from dataclasses import dataclass

from conversion_runtime.errors import SourceTooComplex
from convert_media.video.tracks import Track

HEIGHTS = (1080, 720, 480, 360, 240)
"""Of the shorter side in pixels, as https://developer.apple.com/documentation/http-live-streaming
orders them."""

SOURCE_SIZE = "full"
"""What the rendition is called that is as large as the source."""

MOST_CODED_PIXELS = 600_000_000_000
"""Of all renditions and pictures: three hours of 1080 lines at thirty pictures a second."""

LONGEST_SIDE_PIXELS = 4096


@dataclass(frozen=True)
class Rung:
    """One rendition; the name of its files, and width and height as it is seen, in pixels."""

    name: str
    width: int
    height: int


def rungs_of(picture: Track, *, is_shown: bool) -> tuple[Rung, ...]:
    """Return the renditions to code, largest first.

    They are smaller than the source where browsers show that as it is; else the first is as large,
    or has the largest height there is.

    Raises:
        SourceTooComplex: they are more work than a job takes.
    """
    shorter = min(picture.shown_size)
    smaller = [_rung(picture, height, str(height)) for height in HEIGHTS if height < shorter]
    is_missing = not is_shown and shorter <= HEIGHTS[0]
    rungs = (*([_rung(picture, shorter, SOURCE_SIZE)] if is_missing else []), *smaller)
    _require_bounded(rungs, picture)
    return rungs


def _rung(picture: Track, shorter: int, name: str) -> Rung:
    width, height = picture.shown_size
    scale = shorter / min(width, height)
    return Rung(f"av1_{name}", _even(width * scale), _even(height * scale))


def _even(pixels: float) -> int:
    """Return the nearest even number: colour has half the resolution."""
    return max(2, 2 * round(pixels / 2))


def _require_bounded(rungs: tuple[Rung, ...], picture: Track) -> None:
    longest = max((max(one.width, one.height) for one in rungs), default=0)
    if longest > LONGEST_SIDE_PIXELS:
        raise SourceTooComplex(
            "the video is too wide for its height",
            found=f"{longest} pixels",
            expected=f"at most {LONGEST_SIDE_PIXELS} pixels in a rendition",
        )
    pixels = picture.count * sum(one.width * one.height for one in rungs)
    if pixels > MOST_CODED_PIXELS:
        raise SourceTooComplex(
            "the video is too long and too large for a ladder",
            found=f"{pixels} pixels to code",
            expected=f"at most {MOST_CODED_PIXELS} pixels",
        )
