"""Whether a photo has a map of gains that makes HDR of it: its base picture is what is shown.

Sources: Android's Ultra HDR 1.1 (https://developer.android.com/media/platform/hdr-image-format),
whose XMP is Adobe's; ISO/TS 21496-1, whose JPEG segments are named by its URN; Apple's auxiliary
images in HEIC.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL.Image import Image

from convert_media.photo.xmp import Properties

ULTRA_HDR, ISO_21496_1, APPLE = "ultra_hdr", "iso_21496_1", "apple"
_VERSION = "{http://ns.adobe.com/hdr-gain-map/1.0/}Version"
_ISO_SEGMENT = b"urn:iso:std:iso:ts:21496:-1\0"
_APPLE_AUXILIARY = "hdrgainmap"


def gain_map_of(image: Image, properties: Properties) -> str | None:
    """Return how the photo says that it has a map of gains, or None; `properties` are its XMP."""
    return next(_kinds(image, properties), None)


def _kinds(image: Image, properties: Properties) -> Iterator[str]:
    if _VERSION in properties:
        yield ULTRA_HDR
    segments = getattr(image, "applist", ())
    if any(name == "APP2" and content.startswith(_ISO_SEGMENT) for name, content in segments):
        yield ISO_21496_1
    auxiliary = image.info.get("aux")
    if isinstance(auxiliary, dict) and any(
        str(one).endswith(_APPLE_AUXILIARY) for one in auxiliary
    ):
        yield APPLE
