"""The meshes of a glTF as lists of triangles whose corners are there and finite.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#meshes
"""

from __future__ import annotations

from dataclasses import dataclass

from conversion_runtime.errors import SourceDamaged
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_attributes import AttributeCopier
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_corners import FAN, TRIANGLES, corners_of
from convert_mesh.gltf_draco import decode_draco
from convert_mesh.gltf_tables import Value, floats, index, mapping, number, table

KEPT = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_0", "TEXCOORD_1", "COLOR_0")
SKINNED = ("JOINTS_0", "WEIGHTS_0")
MORPHED = ("POSITION", "NORMAL", "TANGENT")


@dataclass
class MeshCopier:
    """Copies meshes into a new buffer; what it leaves out it counts."""

    source: SourceAccessors
    copier: AttributeCopier
    materials: int
    points_and_lines: int = 0

    def mesh(self, mesh: Value, joints: int = 0) -> Json | None:
        """Return a mesh, or None where it has no triangles; `joints` has the skin that moves it.

        Raises:
            SourceDamaged: a reference leads nowhere, or attributes differ in number.
            SourceBoundsInvalid: a vertex is not finite.
        """
        copied = [self._primitive(one, joints) for one in table(dict(mesh), "primitives")]
        primitives = [one for one in copied if one is not None]
        name = {"name": mesh["name"]} if isinstance(mesh.get("name"), str) else {}
        return {**name, **_weights(mesh), "primitives": primitives} if primitives else None

    def _primitive(self, primitive: Value, joints: int) -> Json | None:
        decode_draco(self.source, primitive)
        mode = number(primitive, "mode", TRIANGLES, most=FAN)
        attributes = self._chosen(mapping(primitive, "attributes"), KEPT)
        if mode < TRIANGLES or "POSITION" not in attributes:
            self.points_and_lines += 1
            return None
        count = len(self.source.values(attributes["POSITION"]))
        corners = corners_of(self.source, primitive, count, mode)
        if not len(corners):
            return None
        value: Json = {
            "attributes": {
                name: self.copier.attribute(at, name, count) for name, at in attributes.items()
            },
            "indices": self.copier.add_corners(corners),
        }
        if joints:
            value["attributes"] |= self._skinned(primitive, count, joints)
        if targets := table(dict(primitive), "targets"):
            value["targets"] = [self._target(one, count) for one in targets]
        if "material" in primitive:
            value["material"] = index(primitive["material"], self.materials, "meshes")
        return value

    def _skinned(self, primitive: Value, count: int, joints: int) -> dict[str, int]:
        """Return which joints move the vertices, and how much."""
        found = self._chosen(mapping(primitive, "attributes"), SKINNED)
        if len(found) < len(SKINNED):
            raise SourceDamaged("a mesh with a skin has no joints", where="meshes")
        at, weighed = found["JOINTS_0"], found["WEIGHTS_0"]
        if self.source.values(at).max(initial=0) >= joints:
            raise SourceDamaged("a vertex has a joint that is none", where="meshes")
        return dict(zip(SKINNED, self.copier.skinned(at, weighed, count), strict=True))

    def _target(self, target: Value, count: int) -> dict[str, int]:
        chosen = self._chosen(target, MORPHED)
        if "POSITION" not in chosen:
            raise SourceDamaged("a morph target moves no vertex", where="meshes")
        return {
            name: self.copier.attribute(at, name, count, is_target=True)
            for name, at in chosen.items()
        }

    def _chosen(self, attributes: Value, names: tuple[str, ...]) -> dict[str, int]:
        """Return the accessors of those attributes that are there."""
        limit = len(table(self.source.gltf, "accessors"))
        return {
            name: index(attributes[name], limit, "meshes") for name in names if name in attributes
        }


def targets_of(mesh: Value) -> int:
    """Return how many morph targets a mesh has.

    Raises:
        SourceDamaged: its primitives differ in that.
    """
    counts = {len(table(dict(one), "targets")) for one in table(dict(mesh), "primitives")}
    if len(counts) > 1:
        raise SourceDamaged("primitives of a mesh differ in morph targets", where="meshes")
    return max(counts, default=0)


def _weights(mesh: Value) -> Json:
    """Return how far a mesh is morphed at rest, and what its targets are called."""
    count = targets_of(mesh)
    value: Json = {}
    if count and "weights" in mesh:
        value["weights"] = list(floats(mesh["weights"], count, "weights"))
    names = mapping(mesh, "extras").get("targetNames") if count else None
    if isinstance(names, list) and all(isinstance(one, str) for one in names):
        value["extras"] = {"targetNames": names}
    return value
