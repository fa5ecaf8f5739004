"""Photo → pictures for browsers, where and when it was taken, tiles of panoramas."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="photo_to_web",
    title="Photos and panoramas for the web",
    inputs=("jpeg", "png", "tiff", "webp", "gif", "heic"),
    outputs=(
        Output("web.webp", "image/webp"),
        Output("thumbnail.webp", "image/webp"),
        Output("photo.json", "application/json"),
        Output("panorama.zip", "application/zip", is_optional=True),
    ),
    image="convert_media",
    parameters={"web_pixels": 2560, "thumbnail_pixels": 512, "quality": 82},
    # Pixels decide, not bytes: twelve bytes of memory each. 177 million of them took 0.9 GB and 2.6
    # CPU seconds.
    sizes=(
        JobSize(64 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=300),
        JobSize(1024 * MEBIBYTE, vcpus=2, memory_mebibytes=16384, timeout_seconds=1200),
    ),
    function_bytes=64 * MEBIBYTE,
)
