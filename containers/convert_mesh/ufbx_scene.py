"""ufbx's scene becomes ours: nodes with names, meshes by material, placed in metres, Y up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from convert_mesh.triangulate import check_polygon, triangles_of
from convert_mesh.ufbx_file import Binding, all_kept, kept, matrix_of, numbers, rows
from convert_mesh.ufbx_materials import Materials
from convert_mesh.weld import welded
from glb_runtime.model import Array, Material, Mesh, Node, Primitive


class MaterialReader(Protocol):
    """Knows the materials of a file, or those of its libraries."""

    def of(self, material: Binding | None) -> Material | None:
        """Return a material; none where a face has none."""


@dataclass
class SceneReader:
    """Reads each mesh and material once."""

    materials: MaterialReader = field(default_factory=Materials)
    _meshes: dict[tuple[int, tuple[int, ...]], Mesh | None] = field(default_factory=dict)

    def roots(self, scene: Binding) -> tuple[Node, ...]:
        """Return the nodes below the scene's own root."""
        nodes = list(all_kept(scene.nodes))
        below: dict[int, list[Binding]] = {}
        for node in nodes:
            parent = kept(node.parent)
            if parent is not None:
                below.setdefault(parent.typed_id, []).append(node)
        root = kept(scene.root_node)
        return tuple(self._node(node, below) for node in below.get(root.typed_id, []))

    def _node(self, node: Binding, below: dict[int, list[Binding]]) -> Node:
        mesh = kept(node.mesh)
        return Node(
            node.name,
            matrix_of(node.node_to_parent),
            None if mesh is None else self._mesh(mesh, list(all_kept(node.materials))),
            tuple(self._node(child, below) for child in below.get(node.typed_id, [])),
        )

    def _mesh(self, mesh: Binding, materials: list[Binding]) -> Mesh | None:
        key = (mesh.typed_id, tuple(one.typed_id for one in materials))
        if key not in self._meshes:
            primitives = tuple(self._primitives(mesh, materials))
            self._meshes[key] = Mesh(primitives, mesh.name) if primitives else None
        return self._meshes[key]

    def _primitives(self, mesh: Binding, materials: list[Binding]) -> Iterator[Primitive]:
        check_polygon(mesh.max_face_triangles + 2)  # before anything is read
        position = _layer(mesh.vertex_position)
        if position is None:
            return
        layers = _Layers(mesh, position)
        faces = np.array(memoryview(mesh.faces)).reshape(-1, 2).astype(np.int64)
        triangles, of_face = triangles_of(faces[:, 0], faces[:, 1], layers.places())
        of_material = numbers(mesh.face_material)
        chosen = of_material[of_face] if len(of_material) else np.zeros(len(of_face), np.int64)
        for index in np.unique(chosen):
            material = materials[index] if index < len(materials) else None
            yield layers.primitive(triangles[chosen == index], self.materials.of(material))


Layer = tuple[Array, Array]
"""A table of values, and the row of each corner."""


class _Layers:
    """The values at the corners of a mesh, each a table and the row of each corner."""

    def __init__(self, mesh: Binding, position: Layer) -> None:
        self.position = position
        self.normal = _layer(mesh.vertex_normal)
        self.texture = _layer(mesh.vertex_uv)
        self.colour = _layer(mesh.vertex_color)

    def places(self) -> Array:
        """Return the place of every corner."""
        values, indices = self.position
        return values[indices]

    def primitive(self, triangles: Array, material: Material | None) -> Primitive:
        """Return triangles of corners as triangles of vertices."""
        corners = triangles.reshape(-1)
        layers = (self.normal, self.texture, self.colour)
        known = [self.position, *(layer for layer in layers if layer is not None)]
        first, vertex = welded([indices[corners] for _, indices in known])
        used = corners[first]
        normal, texture, colour = (
            None if layer is None else layer[0][layer[1][used]] for layer in layers
        )
        return Primitive(
            positions=self.places()[used],
            triangles=vertex.reshape(-1, 3),
            material=material,
            normals=_unit(normal),
            texture_coordinates=None if texture is None else texture * (1, -1) + (0, 1),
            colours=colour,
        )


def _layer(values: Binding) -> Layer | None:
    return (rows(values.values), numbers(values.indices)) if values.exists else None


def _unit(normals: Array | None) -> Array | None:
    """Return normals of unit length, or None where one has no direction."""
    if normals is None:
        return None
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / lengths if (lengths > 0).all() else None
