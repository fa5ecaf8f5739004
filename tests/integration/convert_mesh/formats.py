"""Small files of each format that show one thing each."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.integration.convert_mesh.hostile_gltf import Json, glb, scene
from tests.integration.convert_mesh.hostile_simple import TRIANGLE, ply
from tests.integration.convert_mesh.hostile_xml import NODE, VERTICES, collada, threemf

FAR = (500_000.0, 4_900_000.0, 100.0)
"""Metres in a national grid."""


def obj(vertices: Sequence[tuple[float, ...]], *lines: str) -> bytes:
    """Return an OBJ."""
    rows = [f"v {' '.join(map(repr, vertex))}" for vertex in vertices]
    return "\n".join([*rows, *lines, ""]).encode()


ARROW = [(0.0, 0.0, 0.0), (4.0, 1.0, 0.0), (0.0, 2.0, 0.0), (1.0, 1.0, 0.0)]
"""A face with an inner corner: its area is 3, that of a fan around the first corner is not."""

STAR = [(0.0, 0.0, 0.0), (2.0, 1.0, 0.0), (4.0, 0.0, 0.0), (3.0, 2.0, 0.0), (4.0, 4.0, 0.0),
        (2.0, 3.0, 0.0), (0.0, 4.0, 0.0), (1.0, 2.0, 0.0)]  # fmt: skip
"""Four points and four inner corners; its area is 8."""

BOX = [(x, y, z) for x in (0.0, 0.01) for y in (0.0, 0.02) for z in (0.0, 0.03)]
BOX_FACES = ("f 1 2 4 3", "f 5 7 8 6", "f 1 5 6 2", "f 3 4 8 7", "f 1 3 7 5", "f 2 6 8 4")


def box_at(x: float, y: float, z: float) -> list[tuple[float, ...]]:
    """Return the corners of a box of 10, 20 and 30 mm at a place."""
    return [(a + x, b + y, c + z) for a, b, c in BOX]


def ply_colours() -> bytes:
    """Return a triangle whose corners are red, mid grey and half transparent white."""
    header = (
        "ply\nformat binary_big_endian 1.0\nelement vertex 3\nproperty double x\n"
        "property double y\nproperty double z\nproperty uchar red\nproperty uchar green\n"
        "property uchar blue\nproperty uchar alpha\nelement face 2\n"
        "property list uchar ushort vertex_index\nend_header\n"
    )
    rows = ((0, 0, 0, 255, 0, 0, 255), (1, 0, 0, 188, 188, 188, 255), (0, 1, 0, 255, 255, 255, 128))
    faces = struct.pack(">B3HB4H", 3, 0, 1, 2, 4, 0, 1, 2, 2)
    return header.encode() + b"".join(struct.pack(">3d4B", *row) for row in rows) + faces


def stl_with_flat_triangles() -> bytes:
    """Return a triangle of 10 mm, a far point and a far line."""
    corners = (TRIANGLE, (900.0,) * 9, (0, 0, 0, 0, 0, 0, 500, 1, 2))
    records = b"".join(struct.pack("<12fH", 0, 0, 1, *one, 0) for one in corners)
    return bytes(80) + struct.pack("<I", len(corners)) + records


def ply_with_a_stray_vertex() -> bytes:
    """Return a triangle of 1 m and a vertex that is nobody's, far away."""
    return ply(vertices="4", data=b"0 0 0\n1 0 0\n0 1 0\n900 900 900\n3 0 1 2\n")


def ply_strips() -> bytes:
    """Return two strips in one list, as Stanford's files have them: two triangles, and one."""
    points = "0 0 0\n1 0 0\n0 1 0\n1 1 0\n5 0 0\n6 0 0\n5 1 0\n"
    return (
        "ply\nformat ascii 1.0\nelement vertex 7\nproperty float x\nproperty float y\n"
        "property float z\nelement tristrips 1\nproperty list int int vertex_indices\n"
        f"end_header\n{points}8 0 1 2 3 -1 4 5 6\n"
    ).encode()


def gltf_far() -> bytes:
    """Return a triangle at the end of two nodes, five thousand kilometres away."""
    x, y, z = FAR
    nodes = [
        {"name": "site", "children": [1], "translation": [x, z, -y]},
        {"name": "part", "mesh": 0, "translation": [0.5, 0, 0]},
    ]
    return glb(scene(nodes=nodes))


def threemf_assembly() -> bytes:
    """Return two of one red part in an assembly, in inches; one is an inch higher."""
    materials = '<basematerials id="5"><base name="Paint" displaycolor="#FF0000"/></basematerials>'
    part = (
        f'<object id="6" name="bolt" pid="5" pindex="0"><mesh><vertices>{VERTICES}</vertices>'
        '<triangles><triangle v1="0" v2="1" v3="2"/></triangles></mesh></object>'
    )
    above = "1 0 0 0 1 0 0 0 1 0 0 1"
    whole = (
        '<object id="7" name="pair"><components><component objectid="6"/>'
        f'<component objectid="6" transform="{above}"/></components></object>'
    )
    return threemf(
        resources=materials + part + whole,
        items='<item objectid="7"/>',
        attributes='unit="inch"',
    )


def collada_instances() -> bytes:
    """Return a node that shows a part of the library twice, in centimetres."""
    use = '<instance_node url="#part"/>'
    library = '<node id="part" name="part"><instance_geometry url="#g"/></node>'
    nodes = f'<node id="a" name="left">{use}</node><node id="b" name="right">{use}</node>' + NODE
    return collada(library=library, nodes=nodes, unit="0.01")


def gltf_mode(mode: int, corners: Sequence[int]) -> bytes:
    """Return five vertices as a strip or a fan."""
    points = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0), (0, 2, 0)]
    positions = b"".join(struct.pack("<3f", *point) for point in points)
    indices = struct.pack(f"<{len(corners)}H", *corners)
    views: list[Json] = [
        {"buffer": 0, "byteLength": 60},
        {"buffer": 0, "byteOffset": 60, "byteLength": len(indices)},
    ]
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": 5, "type": "VEC3"},
        {"bufferView": 1, "componentType": 5123, "count": len(corners), "type": "SCALAR"},
    ]
    primitive = {"attributes": {"POSITION": 0}, "indices": 1, "mode": mode}
    binary = positions + indices
    return glb(
        scene(
            accessors=accessors,
            bufferViews=views,
            meshes=[{"primitives": [primitive]}],
            buffers=[{"byteLength": len(binary)}],
        ),
        binary,
    )


def gltf_sparse() -> bytes:
    """Return a triangle whose third corner is moved to (0, 5, 0) by a sparse accessor."""
    plain = scene()
    binary = struct.pack("<9f3HH", 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 2, 0)
    binary += struct.pack("<HH3f", 2, 0, 0, 5, 0)
    views = [
        *plain["bufferViews"],
        {"buffer": 0, "byteOffset": 44, "byteLength": 2},
        {"buffer": 0, "byteOffset": 48, "byteLength": 12},
    ]
    sparse = {
        "count": 1,
        "indices": {"bufferView": 2, "componentType": 5123},
        "values": {"bufferView": 3},
    }
    accessors = [{**plain["accessors"][0], "sparse": sparse}, plain["accessors"][1]]
    changed = {"bufferViews": views, "accessors": accessors, "buffers": [{"byteLength": 60}]}
    return glb(scene(**changed), binary)
