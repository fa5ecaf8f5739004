"""COLLADA → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="collada_to_glb",
    title="COLLADA scenes to web 3D (GLB)",
    inputs=("collada",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    parameters={},
    sizes=MESH_SIZES,
)
