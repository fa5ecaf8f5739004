"""Read the Exif data of a photo: camera, exposure, times (CIPA DC-008, Exif 2.32).

A value that is not as the standard says is left out and told as a warning: other software writes
broken Exif data every day, and the picture is none the worse for it.
"""

from __future__ import annotations

import math
import re
import warnings as python_warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL.ExifTags import IFD, Base
from PIL.Image import Exif as PillowExif
from PIL.Image import Image

from convert_media.photo.picture import BROKEN

EXIF_DAMAGED = "the Exif data are damaged and read in part or not at all"

Tags = Mapping[int, Any]


@dataclass(frozen=True)
class Exif:
    """The three directories of tags that are read; empty where there are none."""

    base: Tags
    exposure: Tags
    position: Tags


@dataclass(frozen=True)
class Camera:
    """What took the photo, and how; None is not told."""

    make: str | None
    model: str | None
    lens: str | None
    exposure_seconds: float | None
    f_number: float | None
    iso_speed: float | None
    focal_length_millimetres: float | None
    focal_length_35mm_millimetres: float | None


def read_exif(image: Image, warnings: list[str]) -> Exif:
    """Read the directories of a decoded photo."""
    with python_warnings.catch_warnings(record=True) as noted:
        python_warnings.simplefilter("always")
        try:
            exif = _loaded(image)
            found = Exif(dict(exif), exif.get_ifd(IFD.Exif), exif.get_ifd(IFD.GPSInfo))
        except BROKEN:
            found, is_damaged = Exif({}, {}, {}), True
        else:
            is_damaged = bool(noted)
    if is_damaged:
        warnings.append(EXIF_DAMAGED)
    return found


def _loaded(image: Image) -> PillowExif:
    """Return the data read anew: `Image.open` reads them too, and keeps quiet about damage."""
    data = image.info.get("exif")
    if not data:
        return image.getexif()
    exif = PillowExif()
    exif.load(data)
    return exif


def camera_of(exif: Exif) -> Camera:
    """Return what took the photo."""
    tags = exif.exposure
    return Camera(
        make=text(exif.base.get(Base.Make)),
        model=text(exif.base.get(Base.Model)),
        lens=text(tags.get(Base.LensModel)),
        exposure_seconds=positive(tags.get(Base.ExposureTime)),
        f_number=positive(tags.get(Base.FNumber)),
        iso_speed=positive(tags.get(Base.ISOSpeedRatings)),
        focal_length_millimetres=positive(tags.get(Base.FocalLength)),
        focal_length_35mm_millimetres=positive(tags.get(Base.FocalLengthIn35mmFilm)),
    )


def number(value: object) -> float | None:
    """Return a value as a finite number, or None."""
    if isinstance(value, tuple) and len(value) == 1:
        (value,) = value
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return found if math.isfinite(found) else None


def positive(value: object) -> float | None:
    """Return a value as a finite number above zero, rounded to nine digits, or None."""
    found = number(value)
    return float(f"{found:.9g}") if found is not None and found > 0 else None


LONGEST_TEXT = 200


def text(value: object) -> str | None:
    """Return a value as text without control characters, or None."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    plain = re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", value.partition("\0")[0])
    return plain.strip()[:LONGEST_TEXT] or None
