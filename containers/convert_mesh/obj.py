"""Read Wavefront OBJ: objects and groups with their names, polygons, vertex colours.

Materials are in other files, of which the names alone are known where there is no archive.
http://www.martinreddy.net/gfx/3d/OBJ.spec
"""

from __future__ import annotations

from collections.abc import Iterator

import ufbx

from conversion_runtime.errors import SourceTooComplex
from conversion_runtime.order import Facts, Parameters
from convert_mesh.files import BundleFiles
from convert_mesh.frame import Frame
from convert_mesh.mtl_materials import MtlMaterials
from convert_mesh.source_scene import SourceScene
from convert_mesh.ufbx_file import read_ufbx
from convert_mesh.ufbx_materials import Materials
from convert_mesh.ufbx_scene import SceneReader
from glb_runtime.write import MAXIMUM_NODES

MARKS = (b"\no ", b"\ng ")
"""Lines that begin an object or a group: each takes kilobytes when it is read."""

MAXIMUM_LIBRARIES = 1_000


def read_obj(
    content: bytes, parameters: Parameters, files: BundleFiles | None = None
) -> SourceScene:
    """Return the scene in the unit and axes of the file, with the materials of an archive.

    Raises:
        SourceTooComplex: it has too many objects or libraries.
        SourceExternalReference: a library or a map is not in the archive.
        ConversionError: what `read_ufbx` and `MtlMaterials` raise.
    """
    frame = Frame.ordered(parameters)
    objects = sum(content.count(mark) for mark in MARKS)
    if objects > MAXIMUM_NODES:
        raise SourceTooComplex(
            "the file has too many objects and groups",
            found=f"{objects} of them",
            expected=f"at most {MAXIMUM_NODES}",
        )
    libraries = list(_libraries(content))
    found = Materials() if files is None else _materials(libraries, files)
    scene = read_ufbx(content, file_format=ufbx.FileFormat.OBJ, no_format_from_content=True)
    roots = SceneReader(found).roots(scene)
    return SourceScene(roots, frame, _facts(found, len(libraries)))


def _libraries(content: bytes) -> Iterator[str]:
    """Yield what the lines that name libraries of materials say."""
    for line in content.splitlines():
        words = line.split(None, 1)
        if len(words) == 2 and words[0] == b"mtllib":
            yield words[1].decode("utf-8", "replace").strip()


def _materials(libraries: list[str], files: BundleFiles) -> MtlMaterials:
    found, names = MtlMaterials(), [name for line in libraries for name in _names(line, files)]
    if len(names) > MAXIMUM_LIBRARIES:
        raise SourceTooComplex(
            "the file has too many libraries of materials",
            found=str(len(names)),
            expected=f"at most {MAXIMUM_LIBRARIES}",
        )
    for name in dict.fromkeys(names):
        found.add_library(files.read(name), files.beside(name))
    return found


def _names(line: str, files: BundleFiles) -> list[str]:
    """Return the libraries of a line: one whose name has spaces, or several between spaces."""
    words = line.split()
    return words if all(map(files.has, words)) else [line]


def _facts(found: Materials | MtlMaterials, libraries: int) -> Facts:
    if isinstance(found, MtlMaterials):
        return {name: count for name, count in sorted(found.left_out.items()) if count}
    return {"external_material_files": libraries} if libraries else {}
