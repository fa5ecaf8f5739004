"""FBX → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="fbx_to_glb",
    title="FBX scenes to web 3D (GLB)",
    inputs=("fbx",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    parameters={},
    sizes=MESH_SIZES,
)
