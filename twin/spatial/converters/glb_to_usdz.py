"""GLB → USDZ for augmented reality, where somebody asks for it."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="glb_to_usdz",
    title="GLB models to USDZ for augmented reality",
    inputs=("glb",),
    outputs=(Output("model.usdz", "model/vnd.usdz+zip"),),
    image="convert_usd",
    parameters={},
    # A million triangles, 18 MB, took 0.5 CPU seconds.
    sizes=(
        JobSize(50 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=600),
        JobSize(500 * MEBIBYTE, vcpus=2, memory_mebibytes=16384, timeout_seconds=3600),
    ),
    is_automatic=False,
)
