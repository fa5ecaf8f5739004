"""What is told of a photo: `photo.json` beside its pictures, and the facts of its conversion."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL.ExifTags import Base
from PIL.Image import Image

from conversion_runtime.order import Facts
from convert_media.photo.capture_time import CaptureTime, capture_time_of
from convert_media.photo.exif import Camera, camera_of, read_exif
from convert_media.photo.gain_map import gain_map_of
from convert_media.photo.picture import BROKEN
from convert_media.photo.position import Position, position_of
from convert_media.photo.told_colours import hdr_transfer_of
from convert_media.photo.upright import AS_STORED, is_orientation, upright_size
from convert_media.photo.xmp import Gimbal, Panorama, gimbal_of, panorama_of, read_xmp

PHOTO_FILE = "photo.json"
IMAGES_DAMAGED = "other images in the file are damaged and not counted"
ORIENTATION_INVALID = "the orientation in the Exif data is none of the eight: as stored is assumed"


@dataclass(frozen=True)
class Photo:
    """One photo; width and height are of the image as it is to be seen, None is not told."""

    width_pixels: int
    height_pixels: int
    format: str
    mode: str
    images: int
    orientation: int
    capture_time: CaptureTime
    position: Position | None
    camera: Camera
    gimbal: Gimbal | None
    gain_map: str | None
    hdr_transfer: str | None
    panorama: Panorama | None

    def facts(self) -> Facts:
        """Return what is searched for and compared; only what is told."""
        told: dict[str, float | int | str] = {
            "width_pixels": self.width_pixels,
            "height_pixels": self.height_pixels,
        }
        if self.capture_time.best is not None:
            told["capture_time"] = self.capture_time.best
        if self.position is not None:
            told["latitude_degrees"] = self.position.latitude_degrees
            told["longitude_degrees"] = self.position.longitude_degrees
        if self.gain_map is not None:
            told["gain_map"] = self.gain_map
        if self.hdr_transfer is not None:
            told["hdr_transfer"] = self.hdr_transfer
        if self.panorama is not None:
            told["projection"] = "equirectangular"
        return told

    def write(self, warnings: list[str]) -> None:
        """Write the record into the working directory; a warning is told once."""
        value = _told({**asdict(self), "warnings": list(dict.fromkeys(warnings))})
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        Path(PHOTO_FILE).write_text(text, encoding="utf-8")


def photo_of(image: Image, warnings: list[str]) -> Photo:
    """Return what an opened photo says of itself; what is broken in it is told in `warnings`."""
    exif = read_exif(image, warnings)
    xmp = read_xmp(image, warnings)
    orientation = _orientation(exif.base.get(Base.Orientation, AS_STORED), warnings)
    width, height = upright_size(image.size, orientation)
    return Photo(
        width_pixels=width,
        height_pixels=height,
        format=image.format or "",
        mode=image.mode,
        images=_images(image, warnings),
        orientation=orientation,
        capture_time=capture_time_of(exif),
        position=position_of(exif.position, warnings),
        camera=camera_of(exif),
        gimbal=gimbal_of(xmp),
        gain_map=gain_map_of(image, xmp),
        hdr_transfer=hdr_transfer_of(image),
        panorama=panorama_of(xmp, (width, height)),
    )


def _images(image: Image, warnings: list[str]) -> int:
    """Return how many images the file has; those of a GIF are counted one by one."""
    try:
        count = int(getattr(image, "n_frames", 1))
        image.seek(0)
    except BROKEN:
        warnings.append(IMAGES_DAMAGED)
        return 1
    return count


def _orientation(value: object, warnings: list[str]) -> int:
    if isinstance(value, int) and is_orientation(value):
        return value
    warnings.append(ORIENTATION_INVALID)
    return AS_STORED


def _told(value: dict[str, Any]) -> dict[str, Any]:
    """Return a value without what is not told."""
    plain = {name: _told(one) if isinstance(one, dict) else one for name, one in value.items()}
    return {name: one for name, one in plain.items() if one not in (None, {}, [])}
