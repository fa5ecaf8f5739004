"""Which codecs are decoded to be coded anew, and which are shown as they are as well."""

from __future__ import annotations

from dataclasses import replace

from conversion_runtime.errors import SourceUnsupported
from convert_media.video.boxes import Box
from convert_media.video.choose import EXPORT
from convert_media.video.codecs import CODED_ANEW, PICTURE_CODECS, shown_name
from convert_media.video.tracks import Track
from convert_media.video.write_boxes import box

DECODED = "H.264, HEVC, VP9, AV1, ProRes, Motion JPEG, MPEG-4 Visual or VP8"


def is_shown(picture: Track) -> bool:
    """Tell whether browsers show the pictures as they are coded."""
    return picture.codec in PICTURE_CODECS


def require_decodable(picture: Track) -> None:
    """Require a codec that is decoded here.

    Raises:
        SourceUnsupported: it is another.
    """
    if picture.codec not in (*PICTURE_CODECS, *CODED_ANEW):
        raise SourceUnsupported(
            "no decoder of the ladder reads this codec",
            found=shown_name(picture.codec),
            expected=f"{DECODED}; {EXPORT}",
        )


def without_edits(picture: Track) -> Track:
    """Return a track that is shown from its first picture to its last."""
    kept = (one for one in picture.box.boxes() if one.kind != b"edts")
    content = b"".join(box(one.kind, one.content) for one in kept)
    return replace(picture, box=Box(picture.box.kind, memoryview(content)))
