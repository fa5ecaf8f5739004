"""Where a photo was taken and where the camera looked (Exif 2.32, GPS attributes; WGS 84)."""

from __future__ import annotations

from dataclasses import dataclass

from PIL.ExifTags import GPS

from convert_media.photo.exif import Tags, number, text

POSITION_INVALID = "the position in the Exif data is incomplete or out of range: it is left out"
BELOW_SEA = 1
"""Value of `GPSAltitudeRef`."""

DEGREE_DIGITS = 7
"""Digits behind the point that are kept of degrees: about a centimetre."""


@dataclass(frozen=True)
class Position:
    """Degrees in WGS 84, metres above sea level; None is not told.

    `heading_degrees` clockwise from `heading_from`: "true" north or "magnetic" north.
    """

    latitude_degrees: float
    longitude_degrees: float
    altitude_metres: float | None
    error_metres: float | None
    heading_degrees: float | None
    heading_from: str | None


def position_of(tags: Tags, warnings: list[str]) -> Position | None:
    """Return where a photo was taken, or None."""
    if GPS.GPSLatitude not in tags and GPS.GPSLongitude not in tags:
        return None
    latitude = _degrees(tags, GPS.GPSLatitude, GPS.GPSLatitudeRef, "NS", 90)
    longitude = _degrees(tags, GPS.GPSLongitude, GPS.GPSLongitudeRef, "EW", 180)
    if latitude is None or longitude is None:
        warnings.append(POSITION_INVALID)
        return None
    heading = number(tags.get(GPS.GPSImgDirection))
    is_heading = heading is not None and 0 <= heading <= 360
    return Position(
        latitude_degrees=latitude,
        longitude_degrees=longitude,
        altitude_metres=_altitude(tags),
        error_metres=_rounded(number(tags.get(GPS.GPSHPositioningError))),
        heading_degrees=_rounded(heading) if is_heading else None,
        heading_from=_north(tags) if is_heading else None,
    )


def _degrees(tags: Tags, value: int, side: int, sides: str, most: int) -> float | None:
    """Return degrees from degrees, minutes and seconds; the second side is negative."""
    parts = tags.get(value)
    letter = (text(tags.get(side)) or "")[:1].upper()
    if not isinstance(parts, tuple) or len(parts) != 3 or not letter or letter not in sides:
        return None
    degrees, minutes, seconds = (number(part) for part in parts)
    if degrees is None or minutes is None or seconds is None:
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if min(degrees, minutes, seconds) < 0 or found > most:
        return None
    return round(found if letter == sides[0] else -found, DEGREE_DIGITS)


def _altitude(tags: Tags) -> float | None:
    found = number(tags.get(GPS.GPSAltitude))
    if found is None:
        return None
    below = tags.get(GPS.GPSAltitudeRef) in (BELOW_SEA, bytes([BELOW_SEA]))
    return _rounded(-found if below else found)


def _north(tags: Tags) -> str | None:
    letter = text(tags.get(GPS.GPSImgDirectionRef))
    return {"T": "true", "M": "magnetic"}.get(letter or "")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
