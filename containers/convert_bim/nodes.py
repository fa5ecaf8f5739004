"""The nodes of a scene: one for each object of the structure, named by its GlobalId."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from convert_bim.frame import Y_UP, Frame, own_centre
from convert_bim.materials import DEFAULT, Materials
from convert_bim.shapes import Array, Geometry, Shape, Shapes
from convert_bim.structure import Item
from glb_runtime.model import Material, Mesh, Node, Primitive


@dataclass
class Nodes:
    """Makes nodes; instances of one shape share its mesh."""

    shapes: Shapes
    frame: Frame
    materials: Materials = field(default_factory=Materials)
    _meshes: dict[int, tuple[Mesh, Array]] = field(default_factory=dict)

    def tree(self, root: Item, shown: AbstractSet[int]) -> Node:
        """Return an object with all below it that shows one of some products."""
        return self._node(root, shown, np.eye(4)) or Node(root.key)

    def _node(self, item: Item, shown: AbstractSet[int], above: Array) -> Node | None:
        shape = self.shapes.get(item.entity.id()) if item.entity.id() in shown else None
        mesh, place = self._placed(shape) if shape else (None, above)
        made = (self._node(child, shown, place) for child in item.children)
        children = tuple(child for child in made if child is not None)
        if mesh is None and not children:
            return None
        relative = place if above is place else np.linalg.inv(above) @ place
        extras = {"ifc_class": item.entity.is_a()}
        return Node(item.key, None if mesh is None else relative, mesh, children, extras)

    def _placed(self, shape: Shape) -> tuple[Mesh, Array]:
        mesh, centre = self._mesh(shape.geometry)
        matrix = shape.matrix.copy()
        matrix[:3, 3] += matrix[:3, :3] @ centre
        return mesh, self.frame.placed(matrix)

    def _mesh(self, geometry: Geometry) -> tuple[Mesh, Array]:
        if id(geometry) not in self._meshes:
            centre = own_centre(geometry)
            points = (geometry.vertices - centre) @ Y_UP[:3, :3].T
            primitives = (
                Primitive(*_used(points, geometry.triangles[geometry.styles_of == number]), look)
                for number, look in self._looks(geometry)
            )
            self._meshes[id(geometry)] = Mesh(tuple(primitives)), centre
        return self._meshes[id(geometry)]

    def _looks(self, geometry: Geometry) -> list[tuple[int, Material]]:
        numbers = sorted(set(geometry.styles_of.tolist()))
        styles = geometry.styles
        return [(n, self.materials.of(styles[n] if n >= 0 else DEFAULT)) for n in numbers]


def _used(points: Array, triangles: Array) -> tuple[Array, Array]:
    """Return the vertices that some triangles have, and the triangles with the new indices."""
    used, corners = np.unique(triangles, return_inverse=True)
    return points[used], corners.reshape(-1, 3)
