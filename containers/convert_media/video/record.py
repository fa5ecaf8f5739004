"""What is told of a video: `video.json`, its GPS track, and the facts of its conversion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conversion_runtime.order import Facts
from convert_media.video.colour_box import hdr_transfer
from convert_media.video.fragments import Fragment
from convert_media.video.pictures import Storyboard
from convert_media.video.telemetry import TRACK_FILE, Fix
from convert_media.video.tracks import Movie, Track

VIDEO_FILE = "video.json"


@dataclass(frozen=True)
class Video:
    """What a video is; width and height are of the picture as it is to be seen."""

    movie: Movie
    picture: Track
    sound: Track | None
    fragments: Sequence[Fragment]
    storyboard: Storyboard
    fixes: Sequence[Fix]

    def facts(self) -> Facts:
        """Return what is searched for and compared; only what is told."""
        width, height = self.picture.shown_size
        frames, seconds = len(self.picture.samples), self.picture.seconds
        told: dict[str, float | int | str] = {
            "width_pixels": width,
            "height_pixels": height,
            "duration_seconds": round(seconds, 3),
            "frames": frames,
            "frames_per_second": round(frames / seconds, 3),
            "video_codec": self.picture.codec,
        }
        if self.sound is not None:
            told["sound_codec"] = self.sound.codec
        if (transfer := hdr_transfer(self.picture)) is not None:
            told["hdr_transfer"] = transfer
        if self.movie.recorded is not None:
            told["capture_time"] = self.movie.recorded
        if self.fixes:
            told["positions"] = len(self.fixes)
            told["latitude_degrees"] = self.fixes[0].latitude_degrees
            told["longitude_degrees"] = self.fixes[0].longitude_degrees
        return told

    def write(self, warnings: Sequence[str]) -> None:
        """Write the record into the working directory."""
        value = {
            **self.facts(),
            "rotation_degrees": self.picture.rotation_degrees,
            "tracks": [_of_track(track) for track in self.movie.tracks],
            "fragments": self._index(),
            "storyboard": asdict(self.storyboard),
            "warnings": list(warnings),
        }
        _write(VIDEO_FILE, value)

    def write_track(self) -> None:
        """Write where the camera was into the working directory."""
        places = [
            [fix.longitude_degrees, fix.latitude_degrees, fix.altitude_metres] for fix in self.fixes
        ]
        is_line = len(places) > 1
        kind = "LineString" if is_line else "Point"
        value = {
            "type": "Feature",
            "geometry": {"type": kind, "coordinates": places if is_line else places[0]},
            "properties": {
                "times_seconds": [fix.seconds for fix in self.fixes],
                "metres_a_second": [fix.metres_a_second for fix in self.fixes],
            },
        }
        _write(TRACK_FILE, value)

    def _index(self) -> list[dict[str, float]]:
        """Return when each part begins that can be shown without those before it."""
        samples, scale = self.picture.samples, self.picture.time_scale
        starts = (one.ranges[0][0] for one in self.fragments)
        times = (int(samples.times[start] + samples.shifts[start]) / scale for start in starts)
        return [
            {"seconds": round(time, 3), "bytes": one.file_bytes}
            for time, one in zip(times, self.fragments, strict=True)
        ]


def _of_track(track: Track) -> dict[str, Any]:
    return {
        "number": track.number,
        "handler": track.handler,
        "codec": track.codec,
        "samples": track.count,
    }


def _write(name: str, value: dict[str, Any]) -> None:
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    Path(name).write_text(text, encoding="utf-8")
