"""The media types of derivatives, by the endings of their names."""

from __future__ import annotations

MEDIA_TYPES = {
    ".glb": "model/gltf-binary",
    ".json": "application/json",
    ".usdz": "model/vnd.usdz+zip",
    ".copc.laz": "application/vnd.laszip+copc",
    ".3tz": "application/zip",
    ".zip": "application/zip",
    ".spz": "application/octet-stream",
    ".sog": "application/zip",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".m3u8": "application/vnd.apple.mpegurl",
}


def media_type_of(name: str) -> str:
    """Return the media type of a derivative; the longest ending that fits decides.

    Raises:
        KeyError: no ending fits: the converter writes what nothing is known of.
    """
    endings = sorted((one for one in MEDIA_TYPES if name.endswith(one)), key=len)
    if not endings:
        raise KeyError(name)
    return MEDIA_TYPES[endings[-1]]
