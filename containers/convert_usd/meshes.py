"""UsdGeom.Mesh becomes primitives: one for each material that its faces have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from pxr import UsdGeom, UsdShade

from convert_usd.materials import Look, Looks
from convert_usd.mesh_key import content_key
from convert_usd.polygons import Polygons, unit, welded
from convert_usd.primvars import ByCorner, by_corner, display_colour, normals_of
from convert_usd.stage import Stage
from glb_runtime.model import Array, Mesh, Primitive


@dataclass
class Meshes:
    """Reads meshes at the moment of a stage, and those that are alike once.

    `cages` counts surfaces that are shown unrefined.
    """

    stage: Stage
    looks: Looks
    cages: int = 0
    _known: dict[bytes, Mesh | None] = field(default_factory=dict)

    def read(self, mesh: UsdGeom.Mesh) -> Mesh | None:
        """Return a mesh, or None where it has no triangle; the name is of the first that is alike.

        Raises:
            SourceDamaged: its faces do not fit its points, or values do not fit its faces.
        """
        if mesh.GetPrim().GetChildren():  # subsets of its faces, which the key does not know
            return self._read(mesh)
        material = UsdShade.MaterialBindingAPI(mesh).ComputeBoundMaterial()[0]
        key = content_key(mesh, material, self.stage.time)
        if key not in self._known:
            self._known[key] = self._read(mesh)
        elif self._known[key] is not None:
            self.cages += self._is_cage(mesh)
        return self._known[key]

    def _read(self, mesh: UsdGeom.Mesh) -> Mesh | None:
        polygons = self._polygons(mesh)
        polygons.check()
        corners, faces = polygons.triangles(self._holes(mesh, len(polygons.counts)))
        if not len(corners):
            return None
        normals = self._normals(mesh, polygons, corners)
        groups = self._looks(mesh, len(polygons.counts))
        primitives = [
            self._primitive(mesh, polygons, corners[chosen[faces]], look, normals)
            for chosen, look in groups
            if chosen[faces].any()
        ]
        return Mesh(tuple(primitives), mesh.GetPrim().GetName()) if primitives else None

    def _polygons(self, mesh: UsdGeom.Mesh) -> Polygons:
        time = self.stage.time
        points = mesh.GetPointsAttr().Get(time)
        counts = mesh.GetFaceVertexCountsAttr().Get(time)
        indices = mesh.GetFaceVertexIndicesAttr().Get(time)
        return Polygons(
            points=np.asarray(points if points is not None else np.zeros((0, 3)), np.float32),
            counts=np.asarray(counts if counts is not None else (), np.int64),
            indices=np.asarray(indices if indices is not None else (), np.int64),
            is_left_handed=mesh.GetOrientationAttr().Get(time) == UsdGeom.Tokens.leftHanded,
        )

    def _holes(self, mesh: UsdGeom.Mesh, faces: int) -> Array:
        holes = np.asarray(mesh.GetHoleIndicesAttr().Get(self.stage.time) or (), np.int64)
        return holes[(holes >= 0) & (holes < faces)]

    def _normals(self, mesh: UsdGeom.Mesh, polygons: Polygons, corners: Array) -> ByCorner | None:
        """Return normals; a subdivision surface has none of its own and is smooth."""
        if not self._is_cage(mesh):
            return normals_of(mesh, polygons, self.stage.time)
        self.cages += 1
        return ByCorner(polygons.smooth_normals(corners), polygons.indices)

    def _is_cage(self, mesh: UsdGeom.Mesh) -> bool:
        scheme = mesh.GetSubdivisionSchemeAttr().Get(self.stage.time)
        return bool(scheme != UsdGeom.Tokens.none)

    def _looks(self, mesh: UsdGeom.Mesh, faces: int) -> Iterator[tuple[Array, Look | None]]:
        """Yield which faces have a look: subsets first, and what is left as the mesh has it."""
        binding = UsdShade.MaterialBindingAPI(mesh)
        left = np.ones(faces, bool)
        for subset in binding.GetMaterialBindSubsets():
            chosen = np.zeros(faces, bool)
            indices = np.asarray(subset.GetIndicesAttr().Get(self.stage.time) or (), np.int64)
            chosen[indices[(indices >= 0) & (indices < faces)]] = True
            material = UsdShade.MaterialBindingAPI(subset).ComputeBoundMaterial()[0]
            yield chosen & left, self.looks.of(material)
            left &= ~chosen
        yield left, self.looks.of(binding.ComputeBoundMaterial()[0])

    def _primitive(
        self,
        mesh: UsdGeom.Mesh,
        polygons: Polygons,
        corners: Array,
        look: Look | None,
        normals: ByCorner | None,
    ) -> Primitive:
        used = corners.reshape(-1)
        colours = None
        if look is None:
            colours, plain = display_colour(mesh, polygons, self.stage.time)
            look = self.looks.plain(plain)
        uv = by_corner(mesh, look.uv.primvar, polygons, self.stage.time, width=2)
        values = {"normals": normals, "uv": uv, "colours": colours}
        columns = {name: one.at(used) for name, one in values.items() if one is not None}
        point = polygons.indices[used]
        if all(one is None or one.row_of_corner is polygons.indices for one in values.values()):
            _, first, vertex = np.unique(point, return_index=True, return_inverse=True)
        else:
            first, vertex = welded([point[:, None], *columns.values()])
        found = {name: column[first] for name, column in columns.items()}
        return Primitive(
            positions=polygons.points[point[first]],
            triangles=vertex.reshape(-1, 3),
            material=look.material,
            normals=unit(found["normals"].astype(float)) if "normals" in found else None,
            texture_coordinates=look.uv.applied(found["uv"].astype(float))
            if "uv" in found
            else None,
            colours=found.get("colours"),
        )
