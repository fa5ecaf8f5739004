"""GLB → GLB with KTX2 textures, where somebody asks for it."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="glb_to_ktx2",
    title="GLB models with textures that stay compressed on the graphics card (KTX2)",
    inputs=("glb",),
    outputs=(Output("model.ktx2.glb", "model/gltf-binary"),),
    image="convert_mesh",
    parameters={},
    # A megapixel of a photograph took 2 to 3 CPU seconds as a colour, and 4 as an exact texture, on
    # one processor; a texture of 12 megapixels took 1.0 GB, and two with opacity 1.6.
    sizes=(
        JobSize(50 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=1800),
        JobSize(200 * MEBIBYTE, vcpus=2, memory_mebibytes=8192, timeout_seconds=7200),
        JobSize(500 * MEBIBYTE, vcpus=4, memory_mebibytes=30720, timeout_seconds=14400),
    ),
    is_automatic=False,
)
