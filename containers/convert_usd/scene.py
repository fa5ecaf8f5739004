"""A stage becomes a scene: a node for each prim that shows something or has such prims below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pxr import Usd, UsdGeom, UsdShade

from conversion_runtime.errors import SourceTooComplex
from convert_usd.gprims import Shapes
from convert_usd.instancer import instances
from convert_usd.limits import MAXIMUM_DEPTH, MAXIMUM_PRIMS
from convert_usd.materials import Looks
from convert_usd.meshes import Meshes
from convert_usd.polygons import Polygons
from convert_usd.primvars import display_colour
from convert_usd.stage import Stage
from convert_usd.textures import Textures
from glb_runtime.model import Array, Extras, Mesh, Node

SHOWN_PURPOSES = (UsdGeom.Tokens.default_, UsdGeom.Tokens.render)
IDENTITY = np.eye(4)
NO_FACES = np.zeros(0, np.int64)


@dataclass
class Scene:
    """Reads a stage; what is shared in it, such as a prototype, is one mesh on many nodes."""

    stage: Stage
    left_out: int = 0
    _meshes: dict[str, Mesh | None] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.textures = Textures(self.stage.source)
        self.looks = Looks(self.stage, self.textures)
        self.shapes = Shapes()
        self.meshes = Meshes(self.stage, self.looks)

    def roots(self) -> tuple[Node, ...]:
        """Return the top nodes, in the units and axes of the stage.

        Raises:
            SourceTooComplex: there are too many nodes or levels.
            SourceDamaged: a mesh has faces that do not fit its points.
        """
        return tuple(self._below(self.stage.usd.GetPseudoRoot(), IDENTITY, 0))

    def _below(self, prim: Usd.Prim, above: Array, depth: int) -> Iterator[Node]:
        if depth > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "the stage is nested too deeply", expected=f"at most {MAXIMUM_DEPTH} levels"
            )
        predicate = Usd.TraverseInstanceProxies(Usd.PrimDefaultPredicate)
        for child in prim.GetFilteredChildren(predicate):
            node = self._node(child, above, depth)
            if node is not None:
                yield node

    def _node(self, prim: Usd.Prim, above: Array, depth: int) -> Node | None:
        """Return a node, or None where neither the prim nor one below it shows anything."""
        imageable = UsdGeom.Imageable(prim)
        time = self.stage.time
        if imageable and imageable.GetVisibilityAttr().Get(time) == UsdGeom.Tokens.invisible:
            return None
        matrix = self._matrix(prim, above)
        placed = above @ matrix
        if prim.IsA(UsdGeom.PointInstancer):
            children = self._instances(UsdGeom.PointInstancer(prim), depth)
        else:
            children = tuple(self._below(prim, placed, depth + 1))
        mesh = self._mesh(prim) if self._is_shown(imageable) else None
        if mesh is None and not children:
            return None
        return self._counted(Node(prim.GetName(), matrix, mesh, children, _extras(prim)))

    def _instances(self, instancer: UsdGeom.PointInstancer, depth: int) -> tuple[Node, ...]:
        def shown(prim: Usd.Prim) -> Node | None:
            return self._node(prim, IDENTITY, depth + 1)

        return tuple(map(self._counted, instances(instancer, self.stage.time, shown)))

    def _counted(self, node: Node) -> Node:
        """Refuse scenes that shared prototypes would multiply, before anything walks them."""
        size = 1 + sum(self._sizes.get(id(child), 1) for child in node.children)
        if size > MAXIMUM_PRIMS:
            raise SourceTooComplex(
                "the scene has too many nodes", expected=f"at most {MAXIMUM_PRIMS} nodes"
            )
        self._sizes[id(node)] = size
        return node

    def _matrix(self, prim: Usd.Prim, above: Array) -> Array:
        """Return the matrix (4, 4) of column vectors from a prim to its parent."""
        place = UsdGeom.Xformable(prim)
        if not place:
            return IDENTITY
        rows: Any = place.GetLocalTransformation(self.stage.time)
        matrix = np.array(rows, float).T
        return np.linalg.pinv(above) @ matrix if place.GetResetXformStack() else matrix

    def _is_shown(self, imageable: UsdGeom.Imageable) -> bool:
        if not imageable or not imageable.GetPrim().IsA(UsdGeom.Gprim):
            return False
        return imageable.ComputePurpose() in SHOWN_PURPOSES

    def _mesh(self, prim: Usd.Prim) -> Mesh | None:
        """Return what a prim shows; all instances of a prototype share it."""
        source = prim.GetPrimInPrototype() if prim.IsInstanceProxy() else prim
        key = str(source.GetPath())
        if key not in self._meshes:
            self._meshes[key] = self._read(prim)
        return self._meshes[key]

    def _read(self, prim: Usd.Prim) -> Mesh | None:
        if prim.IsA(UsdGeom.Mesh):
            return self.meshes.read(UsdGeom.Mesh(prim))
        look = self.looks.of(UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial()[0])
        if look is None:
            empty = Polygons(NO_FACES, NO_FACES, NO_FACES, is_left_handed=False)
            _, colour = display_colour(UsdGeom.Gprim(prim), empty, self.stage.time)
            look = self.looks.plain(colour)
        found = self.shapes.mesh(prim, self.stage.time, look.material)
        self.left_out += found is None
        return found


def _extras(prim: Usd.Prim) -> Extras:
    """Return where a prim is in its stage, and what people call it: display names may repeat."""
    name = prim.GetDisplayName()
    return {"usd_path": str(prim.GetPath()), **({"display_name": name} if name else {})}
