"""Video → one file that browsers play by ranges, with poster, storyboard and GPS track."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="video_to_web",
    title="Video for the web, coded as it was",
    inputs=("mp4", "mov", "mkv", "webm"),
    outputs=(
        Output("web.mp4", "video/mp4"),
        Output("index.m3u8", "application/vnd.apple.mpegurl"),
        Output("poster.webp", "image/webp"),
        Output("thumbnail.webp", "image/webp"),
        Output("storyboard.webp", "image/webp"),
        Output("video.json", "application/json"),
        Output("track.json", "application/json", is_optional=True),
    ),
    image="convert_media",
    parameters={"poster_pixels": 1280, "thumbnail_pixels": 512, "quality": 82},
    # Copying takes no memory; pictures are decoded one at a time, and at most sixty of them: half
    # an hour of video took 85 MB.
    sizes=(
        JobSize(512 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=600),
        JobSize(5 * 1024 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=1800),
    ),
    function_bytes=256 * MEBIBYTE,
)
