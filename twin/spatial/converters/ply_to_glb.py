"""PLY → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="ply_to_glb",
    title="PLY meshes to web 3D (GLB)",
    inputs=("ply_mesh",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    # The format has no unit and no up axis: what scanners write most.
    parameters={"metres_per_unit": 1.0, "up_axis": "z"},
    sizes=MESH_SIZES,
)
