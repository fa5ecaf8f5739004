"""Make photos of every kind that is read: red, green, blue and white in the four corners.

`python make_photos.py FOLDER`, run by the interpreter of the image.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from tests.integration.convert_media.photos_of_kinds import write_kinds

SIZE = (64, 48)
CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
ORIENTATION_TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera does to a picture that the viewer undoes."""

QUARTER_TURN = 6

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"
 xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" {attributes}>{elements}
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def main(folder: str) -> None:
    """Write all photos."""
    target = Path(folder)
    orientations(target)
    for name, mode in (("rgb.png", "RGB"), ("alpha.webp", "RGBA"), ("palette.png", "P")):
        four().convert(mode).save(target / name)
    four().convert("CMYK").save(target / "cmyk.jpg", quality=95)
    four().save(target / "avif.avif", quality=90)
    four().save(target / "rgb.tif", compression="tiff_lzw")
    pages = [four(), four()]
    four().save(target / "pages.tif", save_all=True, append_images=pages)
    four().save(target / "broken_profile.png", icc_profile=b"no profile")
    grey = Image.new("I;16", SIZE, 0x8000)
    grey.save(target / "grey16.png")
    in_lab().save(target / "lab.tif")
    described(target)
    panorama(target)
    write_kinds(target, four())


def four(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture with another colour in each quarter."""
    image = Image.new("RGB", (2, 2))
    image.putdata(CORNERS)
    return image.resize(size, Image.Resampling.NEAREST)


def in_lab() -> Image.Image:
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    converted = ImageCms.applyTransform(four(), to_lab)
    assert converted is not None
    return converted


def orientations(target: Path) -> None:
    for orientation, turn in ORIENTATION_TURNS.items():
        image = four() if turn is None else four().transpose(turn)
        exif = Image.Exif()
        exif[Base.Orientation] = orientation
        others = ("tif", "png", "webp", "avif") if orientation == QUARTER_TURN else ()
        for ending in ("jpg", *others):
            image.save(target / f"orientation{orientation}.{ending}", quality=95, exif=exif)
    exif = Image.Exif()
    exif[Base.Orientation] = 99
    four().save(target / "orientation99.jpg", exif=exif, quality=95)


def described(target: Path) -> None:
    south: dict[int, object] = {
        GPS.GPSLatitudeRef: "S",
        GPS.GPSLatitude: (33.0, 51.0, 30.0),
        GPS.GPSLongitudeRef: "W",
        GPS.GPSLongitude: (70.0, 12.0, 36.0),
        GPS.GPSAltitudeRef: b"\1",
        GPS.GPSAltitude: 12.5,
        GPS.GPSImgDirectionRef: "T",
        GPS.GPSImgDirection: 90.0,
        GPS.GPSDateStamp: "2024:02:29",
        GPS.GPSTimeStamp: (23.0, 59.0, 1.0),
    }
    times: dict[int, object] = {
        Base.DateTimeOriginal: "2024:02:29 20:59:00",
        Base.SubsecTimeOriginal: "25",
    }
    write(target / "place.jpg", south, times)
    write(target / "offset.jpg", {}, {**times, Base.OffsetTimeOriginal: "-03:00"})
    write(target / "no_side.jpg", {GPS.GPSLatitude: (1.0, 0.0, 0.0), GPS.GPSLongitudeRef: "E"}, {})
    write(target / "no_date.jpg", {}, {Base.DateTimeOriginal: "0000:00:00 00:00:00"})
    drone = 'drone-dji:GimbalYawDegree="-90.0" drone-dji:GimbalPitchDegree="-30.5"'
    xmp = XMP.format(attributes=drone, elements="").encode()
    four().save(target / "drone.jpg", xmp=xmp)
    # A directory that says 65,535 tags, each of them a directory of four thousand million values.
    looped = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + 100 * b"\x69\x87\4\0\xff\xff\xff\xff\x08\0\0\0"
    four().save(target / "looped_exif.jpg", exif=looped)
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    four().save(target / "entities.jpg", xmp=entity)


def write(path: Path, place: Mapping[int, Any], times: Mapping[int, Any]) -> None:
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update(place)
    exif.get_ifd(IFD.Exif).update(times)
    four().save(path, exif=exif, quality=95)


def panorama(target: Path) -> None:
    attributes = 'GPano:ProjectionType="equirectangular" GPano:PoseHeadingDegrees="270"'
    elements = "<GPano:FullPanoWidthPixels>2050</GPano:FullPanoWidthPixels>"
    xmp = XMP.format(attributes=attributes, elements=elements).encode()
    four((2050, 1025)).save(target / "panorama.jpg", quality=95, xmp=xmp)


if __name__ == "__main__":
    main(*sys.argv[1:])
