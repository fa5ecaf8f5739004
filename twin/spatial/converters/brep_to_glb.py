"""BREP → GLB: the bodies of a compound become parts; numbers are millimetres."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize
from twin.spatial.scene_converter import SCENE_OUTPUTS

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="brep_to_glb",
    title="BREP shapes (OCCT) to web 3D (GLB)",
    inputs=("brep",),
    outputs=SCENE_OUTPUTS,
    image="convert_cad",
    parameters={"deflection_ratio": 0.001, "angle_radians": 0.35},
    # As STEP; a BREP file holds the same geometry in fewer bytes.
    sizes=(
        JobSize(20 * MEBIBYTE, vcpus=1, memory_mebibytes=2048, timeout_seconds=600),
        JobSize(200 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=3600),
    ),
)
