"""Read Wavefront OBJ: objects and groups with their names, polygons, vertex colours.

Materials are in another file, of which the names alone are known here.
http://www.martinreddy.net/gfx/3d/OBJ.spec
"""

from __future__ import annotations

from pathlib import Path

import ufbx

from conversion_runtime.errors import SourceTooComplex
from conversion_runtime.order import Parameters
from convert_mesh.frame import Frame
from convert_mesh.source_scene import SourceScene
from convert_mesh.ufbx_file import read_ufbx
from convert_mesh.ufbx_scene import SceneReader
from glb_runtime.write import MAXIMUM_NODES

MARKS = (b"\no ", b"\ng ")
"""Lines that begin an object or a group: each takes kilobytes when it is read."""


def read_obj(path: Path, parameters: Parameters) -> SourceScene:
    """Return the scene in the unit and axes of the file.

    Raises:
        SourceTooComplex: it has too many objects.
        ConversionError: what `read_ufbx` raises.
    """
    frame, content = Frame.ordered(parameters), path.read_bytes()
    objects = sum(content.count(mark) for mark in MARKS)
    if objects > MAXIMUM_NODES:
        raise SourceTooComplex(
            "the file has too many objects and groups",
            found=f"{objects} of them",
            expected=f"at most {MAXIMUM_NODES}",
        )
    scene = read_ufbx(path, file_format=ufbx.FileFormat.OBJ, no_format_from_content=True)
    libraries = sum(line.split(None, 1)[:1] == [b"mtllib"] for line in content.splitlines())
    facts = {"external_material_files": libraries} if libraries else {}
    return SourceScene(SceneReader().roots(scene), frame, facts)
