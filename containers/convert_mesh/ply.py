"""Read PLY meshes: faces of any number of corners, normals, colours and texture coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged, SourceEmpty
from conversion_runtime.order import Parameters
from convert_mesh.colour import linear, opaque
from convert_mesh.frame import Frame
from convert_mesh.ply_data import Table, read_tables
from convert_mesh.ply_header import read_header
from convert_mesh.source_scene import SourceScene
from convert_mesh.triangulate import triangles_of
from glb_runtime.model import Array, Mesh, Node, Primitive

LISTS = ("vertex_indices", "vertex_index")
TEXTURES = (("s", "t"), ("u", "v"), ("texture_u", "texture_v"))
COLOURS = (
    ("red", "green", "blue"),
    ("r", "g", "b"),
    ("diffuse_red", "diffuse_green", "diffuse_blue"),
)


def read_ply(path: Path, parameters: Parameters) -> SourceScene:
    """Return the faces as one node, in the unit and axes of the file.

    Raises:
        SourceUnreadable, SourceDamaged: it is no PLY, cut, or a corner is no vertex.
        SourceEmpty: it has no vertices or no faces.
    """
    frame, content = Frame.ordered(parameters), path.read_bytes()
    header = read_header(content)
    tables = read_tables(content, header)
    vertices, faces = tables.get("vertex"), tables.get("face") or tables.get("tristrips")
    if vertices is None or faces is None or not _has(vertices, ("x", "y", "z")):
        raise SourceEmpty("the file has no vertices or no faces", expected="a mesh")
    is_strips = "face" not in tables
    mesh = Mesh((_primitive(vertices, faces, is_strips=is_strips),))
    facts = {"external_textures": header.texture_files} if header.texture_files else {}
    return SourceScene((Node("mesh", mesh=mesh),), frame, facts)


def _primitive(vertices: Table, faces: Table, *, is_strips: bool) -> Primitive:
    positions = _columns(vertices.columns, ("x", "y", "z")).astype(float)
    if not np.isfinite(positions).all():
        raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
    name = next((one for one in LISTS if one in faces.counts), "")
    if not name:
        raise SourceEmpty("the file has no faces", expected="lists of vertices")
    indices, counts = faces.columns[name].astype(np.int64), faces.counts[name]
    if is_strips:
        indices, counts = _triangles_of_strips(indices, counts)
    if len(indices) and not (indices.min() >= 0 and indices.max() < len(positions)):
        raise SourceDamaged("a face has a corner that is no vertex")
    starts = np.cumsum(counts) - counts
    corners, _ = triangles_of(starts, counts, positions[indices])
    return Primitive(
        positions,
        indices[corners],
        normals=_normals(vertices),
        texture_coordinates=_textures(vertices),
        colours=_colours(vertices),
    )


def _triangles_of_strips(indices: Array, counts: Array) -> tuple[Array, Array]:
    """Return strips as faces of three corners; -1 ends a strip within a list."""
    ends = np.cumsum(counts)[:-1]
    triangles = [
        strip[at : at + 3] if at % 2 == 0 else strip[[at + 1, at, at + 2]]
        for whole in np.split(indices, ends)
        for strip in np.split(whole, np.nonzero(whole == -1)[0])
        for strip in (strip[strip != -1],)
        for at in range(len(strip) - 2)
    ]
    corners = np.concatenate(triangles) if triangles else np.zeros(0, np.int64)
    return corners, np.full(len(triangles), 3)


def _normals(vertices: Table) -> Array | None:
    if not _has(vertices, ("nx", "ny", "nz")):
        return None
    normals = _columns(vertices.columns, ("nx", "ny", "nz")).astype(float)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / lengths if (np.isfinite(lengths) & (lengths > 0)).all() else None


def _textures(vertices: Table) -> Array | None:
    names = next((one for one in TEXTURES if _has(vertices, one)), None)
    return None if names is None else _columns(vertices.columns, names) * (1, -1) + (0, 1)


def _colours(vertices: Table) -> Array | None:
    """Return the colours; whole numbers are from 0 to the largest of their type."""
    names = next((one for one in COLOURS if _has(vertices, one)), None)
    if names is None:
        return None
    found = [*names, "alpha"] if "alpha" in vertices.columns else list(names)
    columns = [vertices.columns[name] for name in found]
    shares = np.stack([_share(column) for column in columns], axis=1)
    return linear(shares if len(found) == 4 else opaque(shares))


def _share(column: Array) -> Array:
    if column.dtype.kind in "ui":
        return column / np.iinfo(column.dtype).max
    # Text has lost the type: what is above one was a byte.
    return column / 255 if column.max(initial=0) > 1 else column


def _has(table: Table, names: Sequence[str]) -> bool:
    return all(name in table.columns for name in names)


def _columns(columns: Mapping[str, Array], names: Sequence[str]) -> Array:
    return np.stack([columns[name] for name in names], axis=1)
