"""Point clouds → COPC and 3D Tiles."""

from __future__ import annotations

from twin.spatial.converter import MAXIMUM_SOURCE_BYTES, Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="points_to_tiles",
    title="Point clouds to COPC and 3D Tiles",
    inputs=("las", "laz", "copc", "e57", "ply_points", "ptx", "xyz"),
    outputs=(
        Output("cloud.copc.laz", "application/vnd.laszip+copc"),
        Output("tileset.3tz", "application/zip"),
        Output("cloud.json", "application/json"),
        Output("thumbnail.webp", "image/webp"),
    ),
    image="convert_points",
    parameters={},
    # 8 million points took 14 s and 800 MiB as LAZ, 21 s of a processor and 760 MiB as text: a
    # function has 3,008 MiB and 420 s. docs/conversions/points.md has the table.
    function_bytes=288 * MEBIBYTE,
    # LAZ has 5 bytes a point at best, and a point takes 170 bytes of memory: what a file holds is
    # in its header, and more points than a size takes are refused at once.
    sizes=(
        JobSize(48 * MEBIBYTE, vcpus=1, memory_mebibytes=2048, timeout_seconds=600),
        JobSize(192 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=1800),
        JobSize(MAXIMUM_SOURCE_BYTES, vcpus=4, memory_mebibytes=30720, timeout_seconds=3 * 3600),
    ),
)
