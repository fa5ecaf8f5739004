"""Codecs of pictures by the names of their sample entries: which are played, decoded, or neither.

Sources: https://mp4ra.org/registered-types/sampleentries; Apple's QuickTime File Format, Video
Sample Description; https://www.matroska.org/technical/codec_specs.html.
"""

from __future__ import annotations

PICTURE_CODECS = ("avc1", "avc3", "hvc1", "hev1", "vp09", "av01")
"""What browsers play and the decoders of the image read."""

PRORES = ("apco", "apcs", "apcn", "apch", "ap4h", "ap4x")
MOTION_JPEG = ("jpeg", "mjpa", "mjpb")
MPEG4_VISUAL = ("mp4v",)
VP8 = ("vp08",)
CODED_ANEW = (*PRORES, *MOTION_JPEG, *MPEG4_VISUAL, *VP8)
"""What browsers do not play, and the ladder decodes."""

_NAMES = {
    "apco": "ProRes 422 Proxy",
    "apcs": "ProRes 422 LT",
    "apcn": "ProRes 422",
    "apch": "ProRes 422 HQ",
    "ap4h": "ProRes 4444",
    "ap4x": "ProRes 4444 XQ",
    "aprn": "ProRes RAW",
    "aprh": "ProRes RAW HQ",
    "V_PRORES": "ProRes",
    "AVdn": "DNxHD",
    "AVdh": "DNxHR",
    "m1v": "MPEG-1",
    "V_MPEG1": "MPEG-1",
    "m2v1": "MPEG-2",
    "mpg2": "MPEG-2",
    "V_MPEG2": "MPEG-2",
    "mp4v": "MPEG-4 Visual",
    "jpeg": "Motion JPEG",
    "mjpa": "Motion JPEG",
    "mjpb": "Motion JPEG",
    "mjp2": "Motion JPEG 2000",
    "vp08": "VP8",
    "vvc1": "VVC",
    "vvi1": "VVC",
    "cfhd": "CineForm",
    "CFHD": "CineForm",
    "dvh1": "Dolby Vision",
    "dvhe": "Dolby Vision",
    "encv": "encrypted pictures",
}
_FAMILIES = {
    "hdv": "MPEG-2 of HDV",
    "xdv": "MPEG-2 of XDCAM",
    "xd5": "MPEG-2 of XDCAM",
    "mx3": "MPEG-2 of IMX",
    "mx4": "MPEG-2 of IMX",
    "mx5": "MPEG-2 of IMX",
    "dvc": "DV",
    "dv5": "DVCPRO 50",
    "dvh": "DVCPRO HD",
    "ai": "AVC-Intra",
}


def shown_name(codec: str) -> str:
    """Return what a codec is called, with the name of its sample entry."""
    plain = codec.strip()
    family = next((name for start, name in _FAMILIES.items() if plain.startswith(start)), None)
    name = _NAMES.get(plain, family)
    return plain if name is None else f"{name} ({plain})"
