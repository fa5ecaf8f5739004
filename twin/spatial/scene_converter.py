"""What converters of triangle meshes have in common: their outputs and the sizes of their jobs."""

from __future__ import annotations

from twin.spatial.converter import JobSize, Output
from twin.spatial.scene_levels import LEVEL_FILES

MEBIBYTE = 1024**2

SCENE_OUTPUTS = (
    Output("model.glb", "model/gltf-binary"),
    Output("model.raw.glb", "model/gltf-binary"),
    Output("assembly.json", "application/json"),
    Output("thumbnail.webp", "image/webp"),
    *(Output(name, "model/gltf-binary", is_optional=True) for name in LEVEL_FILES),
)

# Binary STL of 100 MB (2 million triangles) took 0.6 GB and 14 CPU seconds, of 500 MB 2.9 and 62;
# 13 MB of OBJ or of PLY as text (350 thousand triangles) took 0.2 GB and 4.
MESH_SIZES = (
    JobSize(50 * MEBIBYTE, vcpus=1, memory_mebibytes=2048, timeout_seconds=300),
    JobSize(200 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=1200),
    JobSize(500 * MEBIBYTE, vcpus=4, memory_mebibytes=30720, timeout_seconds=3600),
)
