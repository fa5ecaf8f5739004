"""The playlist that names all renditions of a video (RFC 8216, 4.3.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from convert_media.video.fragments import Fragment

SOUND_GROUP = "sound"
SDR = "SDR"


@dataclass(frozen=True)
class Rendition:
    """What was written of one track; width and height as it is seen, 0 for sound.

    `brightness` is the range of it, as playlists name it: SDR, HLG or PQ.
    """

    playlist: str
    codec: str
    fragments: Sequence[Fragment]
    width: int = 0
    height: int = 0
    frames_a_second: float = 0.0
    brightness: str = SDR

    @property
    def peak(self) -> int:
        """Return the bits a second of its densest segment: no run of segments has more."""
        return max(_rate(one.file_bytes, one.seconds) for one in self.fragments)

    @property
    def average(self) -> int:
        """Return the bits a second of all segments together."""
        seconds = sum(one.seconds for one in self.fragments)
        return _rate(sum(one.file_bytes for one in self.fragments), seconds)


def multivariant(renditions: Sequence[Rendition], sound: Rendition | None) -> str:
    """Return the playlist; the rendition that a player begins with comes first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound is not None:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND_GROUP}",NAME="Sound",'
            f'DEFAULT=YES,AUTOSELECT=YES,URI="{sound.playlist}"'
        )
    has_choice = len({one.brightness for one in renditions}) > 1
    for one in renditions:
        told = _attributes(one, sound)
        # Of the second edition (draft-pantos-hls-rfc8216bis, 4.4.6.2), where there is a choice.
        told += f",VIDEO-RANGE={one.brightness}" if has_choice else ""
        lines += [f"#EXT-X-STREAM-INF:{told}", one.playlist]
    return "\n".join([*lines, ""])


def _attributes(one: Rendition, sound: Rendition | None) -> str:
    heard = [] if sound is None else [sound]
    codecs = ",".join(each.codec for each in (one, *heard))
    told = [
        f"BANDWIDTH={one.peak + sum(each.peak for each in heard)}",
        f"AVERAGE-BANDWIDTH={one.average + sum(each.average for each in heard)}",
        f'CODECS="{codecs}"',
        f"RESOLUTION={one.width}x{one.height}",
        f"FRAME-RATE={one.frames_a_second:.3f}",
    ]
    return ",".join([*told, *(f'AUDIO="{SOUND_GROUP}"' for _ in heard)])


def _rate(file_bytes: int, seconds: float) -> int:
    return math.ceil(8 * file_bytes / seconds)
