"""OBJ → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="obj_to_glb",
    title="OBJ meshes to web 3D (GLB)",
    inputs=("obj",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    # The format has no unit and no up axis: what scans and modelling programs write most.
    parameters={"metres_per_unit": 1.0, "up_axis": "y"},
    sizes=MESH_SIZES,
)
