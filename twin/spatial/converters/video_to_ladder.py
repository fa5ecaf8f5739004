"""Video → renditions in several sizes, of which a player takes what its network carries."""

from __future__ import annotations

from collections.abc import Iterator

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2
_CODED = ("full", "1080", "720", "480", "360", "240")
_NAMES = ("source", *(f"av1_{height}" for height in _CODED), "sound")


def _outputs() -> Iterator[Output]:
    yield Output("ladder.m3u8", "application/vnd.apple.mpegurl")
    for name in _NAMES:
        yield Output(f"{name}.m3u8", "application/vnd.apple.mpegurl", is_optional=True)
        yield Output(f"{name}.mp4", "video/mp4", is_optional=True)


CONVERTER = Converter(
    name="video_to_ladder",
    title="Video in several sizes for slow networks (AV1)",
    inputs=("mp4", "mov", "mkv", "webm"),
    outputs=tuple(_outputs()),
    image="convert_media",
    parameters={"quality": 60},
    # A processor codes 10 million pixels a second: a minute of 1080 lines takes it five minutes.
    # A small file may be a long video, so the smallest size has an hour as well.
    sizes=(
        JobSize(64 * MEBIBYTE, vcpus=2, memory_mebibytes=4096, timeout_seconds=3600),
        JobSize(5 * 1024 * MEBIBYTE, vcpus=4, memory_mebibytes=8192, timeout_seconds=21600),
    ),
    # Copying is enough for most; this costs a hundred times as much processor time.
    is_automatic=False,
)
