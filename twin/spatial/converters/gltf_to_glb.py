"""glTF and GLB → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="gltf_to_glb",
    title="glTF scenes to web 3D (GLB)",
    inputs=("glb", "gltf"),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    parameters={},
    sizes=MESH_SIZES,
)
