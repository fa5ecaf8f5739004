"""STL → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="stl_to_glb",
    title="STL meshes to web 3D (GLB)",
    inputs=("stl",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    # The format has no unit and no up axis: what CAD and 3D printing write.
    parameters={"metres_per_unit": 0.001, "up_axis": "z"},
    sizes=MESH_SIZES,
)
