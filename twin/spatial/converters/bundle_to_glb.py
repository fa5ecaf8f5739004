"""One scene and the files that it refers to, in a ZIP archive → GLB."""

from __future__ import annotations

from twin.spatial.converter import Converter
from twin.spatial.scene_converter import MESH_SIZES, SCENE_OUTPUTS

CONVERTER = Converter(
    name="bundle_to_glb",
    title="ZIP of a scene (OBJ, glTF, COLLADA) with its files to web 3D (GLB)",
    inputs=("scenezip",),
    outputs=SCENE_OUTPUTS,
    image="convert_mesh",
    # For OBJ alone, which has no unit and no up axis; the other formats say theirs.
    parameters={"metres_per_unit": 1.0, "up_axis": "y"},
    sizes=MESH_SIZES,
)
