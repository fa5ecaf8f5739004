"""A scene becomes a USD layer: metres, Y up, an Xform for each node, a Mesh for each primitive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdShade, Vt

from convert_usd.names import free_name
from convert_usd.usd_materials import MaterialWriter
from glb_runtime.model import Array, Node, Primitive

ROOT = Sdf.Path("/Model")
VERTEX = UsdGeom.Tokens.vertex


@dataclass
class SceneWriter:
    """Writes nodes; OpenUSD stores equal arrays once, however many prims have them."""

    stage: Usd.Stage
    materials: MaterialWriter = field(init=False)
    triangles: int = 0
    _arrays: dict[int, tuple[object, Array]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        UsdGeom.SetStageUpAxis(self.stage, UsdGeom.Tokens.y)
        UsdGeom.SetStageMetersPerUnit(self.stage, 1.0)
        root = UsdGeom.Xform.Define(self.stage, ROOT).GetPrim()
        self.stage.SetDefaultPrim(root)
        Usd.ModelAPI(root).SetKind(Kind.Tokens.component)
        scope = ROOT.AppendChild("Materials")
        UsdGeom.Scope.Define(self.stage, scope)
        self.materials = MaterialWriter(self.stage, scope)

    def write(self, roots: Sequence[Node]) -> None:
        """Write all nodes below the root."""
        self._nodes(roots, ROOT, {"Materials"})

    def _nodes(self, nodes: Sequence[Node], above: Sdf.Path, taken: set[str]) -> None:
        for node in nodes:
            path = above.AppendChild(free_name(node.name or "Node", taken))
            place = UsdGeom.Xform.Define(self.stage, path)
            if node.name and node.name != path.name:
                place.GetPrim().SetDisplayName(node.name)
            if node.matrix is not None and not np.array_equal(node.matrix, np.eye(4)):
                place.AddTransformOp().Set(Gf.Matrix4d(*node.matrix.T.ravel().tolist()))
            below: set[str] = set()
            for primitive in node.mesh.primitives if node.mesh is not None else ():
                self._mesh(primitive, path.AppendChild(free_name("Geometry", below)))
            self._nodes(node.children, path, below)

    def _mesh(self, primitive: Primitive, path: Sdf.Path) -> None:
        mesh = UsdGeom.Mesh.Define(self.stage, path)
        triangles = np.asarray(primitive.triangles, np.int32)
        self.triangles += len(triangles)
        mesh.CreatePointsAttr(self._array(primitive.positions, Vt.Vec3fArray))
        mesh.CreateExtentAttr(_extent(primitive.positions))
        mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(triangles.reshape(-1)))
        mesh.CreateFaceVertexCountsAttr(Vt.IntArray(len(triangles), 3))
        mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        self._values(mesh, primitive)
        if primitive.material is not None:
            mesh.CreateDoubleSidedAttr(primitive.material.double_sided)
            material = self.materials.of(primitive.material)
            UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(material)

    def _values(self, mesh: UsdGeom.Mesh, primitive: Primitive) -> None:
        primvars, types = UsdGeom.PrimvarsAPI(mesh), Sdf.ValueTypeNames
        if primitive.normals is not None:
            mesh.CreateNormalsAttr(self._array(primitive.normals, Vt.Vec3fArray))
            mesh.SetNormalsInterpolation(VERTEX)
        if primitive.texture_coordinates is not None:
            turned = np.array(primitive.texture_coordinates, np.float32)
            turned[:, 1] = 1 - turned[:, 1]
            st = primvars.CreatePrimvar("st", types.TexCoord2fArray, VERTEX)
            st.Set(Vt.Vec2fArray.FromNumpy(turned))
        if primitive.colours is not None:
            colour = primvars.CreatePrimvar("displayColor", types.Color3fArray, VERTEX)
            colour.Set(Vt.Vec3fArray.FromNumpy(np.array(primitive.colours[:, :3], np.float32)))

    def _array(self, rows: Array, kind: type[Vt.Vec3fArray]) -> object:
        """Return the same array for the same rows, so that meshes on many nodes share memory."""
        if id(rows) not in self._arrays:
            values = kind.FromNumpy(np.ascontiguousarray(rows, np.float32))
            self._arrays[id(rows)] = values, rows
        return self._arrays[id(rows)][0]


def write_layer(roots: Sequence[Node], path: Path) -> SceneWriter:
    """Write a scene as one binary layer, its textures beside it."""
    stage = Usd.Stage.CreateNew(str(path))
    writer = SceneWriter(stage)
    writer.write(roots)
    stage.GetRootLayer().Save()
    return writer


def _extent(positions: Array) -> Vt.Vec3fArray:
    low, high = positions.min(axis=0), positions.max(axis=0)
    return Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(np.stack((low, high)), np.float32))
