"""USD → GLB with names, tree, materials and textures."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize
from twin.spatial.scene_converter import SCENE_OUTPUTS

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="usd_to_glb",
    title="USD stages and USDZ packages to web 3D (GLB)",
    inputs=("usd", "usdz"),
    outputs=SCENE_OUTPUTS,
    image="convert_usd",
    parameters={},
    # A million triangles, 6 MB as USDC, took 0.4 GB and 6 CPU seconds; memory grows with triangles.
    sizes=(
        JobSize(20 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=600),
        JobSize(200 * MEBIBYTE, vcpus=2, memory_mebibytes=16384, timeout_seconds=3600),
        JobSize(500 * MEBIBYTE, vcpus=4, memory_mebibytes=30720, timeout_seconds=4 * 3600),
    ),
)
