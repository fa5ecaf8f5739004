"""3MF → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize
from twin.spatial.scene_converter import MEBIBYTE, SCENE_OUTPUTS

CONVERTER = Converter(
    name="threemf_to_glb",
    title="3MF models to web 3D (GLB)",
    inputs=("3mf",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    parameters={},
    # 7 MB, which are 100 MB of XML with 720 thousand triangles, took 0.8 GB and 9 CPU seconds.
    sizes=(
        JobSize(10 * MEBIBYTE, vcpus=1, memory_mebibytes=2048, timeout_seconds=300),
        JobSize(40 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=1200),
        JobSize(150 * MEBIBYTE, vcpus=4, memory_mebibytes=30720, timeout_seconds=3600),
    ),
)
