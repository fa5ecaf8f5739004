"""Read the XMP of a photo: panoramas, and where the camera of a drone looked.

Google's Photo Sphere XMP metadata (namespace GPano) says that an image is a panorama; DJI writes
the angles of the gimbal. Entities and DTDs are refused by the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL.Image import Image

from convert_media.photo.exif import number

PANORAMA = "{http://ns.google.com/photos/1.0/panorama/}"
DRONE = "{http://www.dji.com/drone-dji/1.0/}"
XMP_DAMAGED = "the XMP data are damaged and not read"
LARGEST_BYTES = 8 * 1024**2
TIFF_TAG = 700
EQUIRECTANGULAR = "equirectangular"

Properties = Mapping[str, str]


@dataclass(frozen=True)
class Panorama:
    """The part of an equirectangular sphere that an image shows, in its own pixels.

    `heading_degrees`, `pitch_degrees` and `roll_degrees` are of the centre of the whole sphere;
    the heading is clockwise from north.
    """

    full_width_pixels: int
    full_height_pixels: int
    left_pixels: int
    top_pixels: int
    heading_degrees: float
    pitch_degrees: float
    roll_degrees: float


@dataclass(frozen=True)
class Gimbal:
    """Where the camera of a drone looked; degrees, the heading from true north."""

    heading_degrees: float
    pitch_degrees: float
    roll_degrees: float


def read_xmp(image: Image, warnings: list[str]) -> Properties:
    """Return all simple properties by `{namespace}name`; empty where there is no XMP."""
    data = _bytes(image)
    if not data:
        return {}
    try:
        if len(data) > LARGEST_BYTES:
            raise ValueError("too large")
        return dict(_properties(data.rstrip(b"\0")))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        warnings.append(XMP_DAMAGED)
        return {}


def panorama_of(properties: Properties, size: tuple[int, int]) -> Panorama | None:
    """Return which part of a sphere an image of this size shows; None where it is no panorama."""
    if properties.get(f"{PANORAMA}ProjectionType", "").lower() != EQUIRECTANGULAR:
        return None
    width, height = size
    stated = _whole(properties, "CroppedAreaImageWidthPixels", width)
    # An image that was scaled keeps the numbers of the one that it was made from.
    scale = width / stated if stated > 0 else 1.0
    return Panorama(
        full_width_pixels=max(
            width, round(_whole(properties, "FullPanoWidthPixels", stated) * scale)
        ),
        full_height_pixels=max(
            height, round(_whole(properties, "FullPanoHeightPixels", stated // 2) * scale)
        ),
        left_pixels=round(_whole(properties, "CroppedAreaLeftPixels", 0) * scale),
        top_pixels=round(_whole(properties, "CroppedAreaTopPixels", 0) * scale),
        heading_degrees=_degrees(properties, f"{PANORAMA}PoseHeadingDegrees"),
        pitch_degrees=_degrees(properties, f"{PANORAMA}PosePitchDegrees"),
        roll_degrees=_degrees(properties, f"{PANORAMA}PoseRollDegrees"),
    )


def gimbal_of(properties: Properties) -> Gimbal | None:
    """Return where the camera of a drone looked, or None."""
    if f"{DRONE}GimbalYawDegree" not in properties:
        return None
    return Gimbal(
        heading_degrees=_degrees(properties, f"{DRONE}GimbalYawDegree") % 360,
        pitch_degrees=_degrees(properties, f"{DRONE}GimbalPitchDegree"),
        roll_degrees=_degrees(properties, f"{DRONE}GimbalRollDegree"),
    )


def _bytes(image: Image) -> bytes:
    data = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if data is None and image.format == "TIFF":
        data = image.getexif().get(TIFF_TAG)
    return data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else b""


def _properties(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield attributes and elements: XMP may write a simple property as either."""
    for element in fromstring(data, forbid_dtd=True).iter():
        yield from element.attrib.items()
        if element.text and element.text.strip() and not len(element):
            yield element.tag, element.text.strip()


def _whole(properties: Properties, name: str, otherwise: int) -> int:
    found = number(properties.get(f"{PANORAMA}{name}"))
    return int(found) if found is not None and 0 <= found < 2**31 else otherwise


def _degrees(properties: Properties, name: str) -> float:
    found = number(properties.get(name))
    return found if found is not None and abs(found) <= 360 else 0.0
