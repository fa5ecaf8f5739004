"""When a photo was taken, as ISO 8601.

Cameras write the local time and, since Exif 2.31, its offset from UTC; receivers of GPS write UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from PIL.ExifTags import GPS, Base

from convert_media.photo.exif import Exif, Tags, number, text


@dataclass(frozen=True)
class CaptureTime:
    """The time by the camera's clock, with its offset where that is told, and by GPS in UTC."""

    local: str | None
    satellite: str | None

    @property
    def best(self) -> str | None:
        """Return the time that is known best: one with an offset, else the camera's."""
        return self.satellite if self._is_floating else self.local

    @property
    def _is_floating(self) -> bool:
        if self.satellite is None or self.local is None:
            return self.local is None
        return datetime.fromisoformat(self.local).tzinfo is None


def capture_time_of(exif: Exif) -> CaptureTime:
    """Return when the photo was taken."""
    return CaptureTime(local=_local(exif.exposure) or _changed(exif), satellite=_utc(exif.position))


def _local(tags: Tags) -> str | None:
    for time, offset, fraction in (
        (Base.DateTimeOriginal, Base.OffsetTimeOriginal, Base.SubsecTimeOriginal),
        (Base.DateTimeDigitized, Base.OffsetTimeDigitized, Base.SubsecTimeDigitized),
    ):
        if found := _time(text(tags.get(time)), text(tags.get(fraction)), text(tags.get(offset))):
            return found
    return None


def _changed(exif: Exif) -> str | None:
    """Return the time of the file, which is the photo's where no program touched it since."""
    offset = text(exif.exposure.get(Base.OffsetTime))
    return _time(text(exif.base.get(Base.DateTime)), None, offset)


def _time(value: str | None, fraction: str | None, offset: str | None) -> str | None:
    try:
        time = datetime.strptime(value or "", "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    if fraction and fraction.isascii() and fraction.isdigit():
        time += timedelta(seconds=float(f"0.{fraction}"))
    return time.replace(tzinfo=_zone(offset)).isoformat()


def _zone(offset: str | None) -> timezone | None:
    try:
        zone = datetime.strptime(offset or "", "%z").utcoffset()
    except ValueError:
        return None
    return None if zone is None else timezone(zone)


def _utc(tags: Tags) -> str | None:
    clock = tags.get(GPS.GPSTimeStamp)
    if not isinstance(clock, tuple) or len(clock) != 3:
        return None
    hours, minutes, seconds = (number(value) for value in clock)
    if hours is None or minutes is None or seconds is None:
        return None
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds <= 60):
        return None
    try:
        day = datetime.strptime(text(tags.get(GPS.GPSDateStamp)) or "", "%Y:%m:%d")
        time = day + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError):
        return None
    return time.replace(tzinfo=UTC).isoformat()
