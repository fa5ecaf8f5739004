"""Skins and animations of a glTF: what moves in the source moves in the copy.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#animations and #skins
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.gltf_attributes import AttributeCopier, as_floats
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_meshes import targets_of
from convert_mesh.gltf_tables import Value, index, indices, mapping, table
from glb_runtime.model import Array

PATHS = {"translation": 3, "rotation": 4, "scale": 3, "weights": 1}
"""What can move, and how many numbers it has; a node has as many weights as morph targets."""

INTERPOLATIONS = ("LINEAR", "STEP", "CUBICSPLINE")
CUBIC_PARTS = 3
"""A key of a cubic spline has a tangent before it, a value and a tangent behind it."""


@dataclass
class MotionCopier:
    """Copies skins and animations beside the meshes; counts the channels that are not read."""

    copier: AttributeCopier
    gltf: Json
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    roots: Sequence[int] = ()
    channels_left_out: int = 0
    _inputs: dict[int, int] = field(default_factory=dict)

    def skins(self) -> list[Json]:
        """Return the skins.

        Raises:
            SourceDamaged: a joint is no node, or a matrix is missing.
            SourceBoundsInvalid: a matrix is not finite.
        """
        return [self._skin(one) for one in table(self.gltf, "skins")]

    def animations(self) -> list[Json]:
        """Return the animations that have a channel; what moves a root moves near the origin.

        Raises:
            SourceDamaged: times do not rise, or values do not fit to them.
            SourceBoundsInvalid: a number is not finite.
        """
        copied = [self._animation(one) for one in table(self.gltf, "animations")]
        return [one for one in copied if one["channels"]]

    def _skin(self, skin: Value) -> Json:
        joints = indices(skin.get("joints", []), len(table(self.gltf, "nodes")), "skins")
        if not joints or len(set(joints)) < len(joints):
            raise SourceDamaged("a skin has no joints, or one twice", where="skins")
        value: Json = {"joints": joints}
        if isinstance(skin.get("name"), str):
            value["name"] = skin["name"]
        if "skeleton" in skin:
            value["skeleton"] = index(skin["skeleton"], len(table(self.gltf, "nodes")), "skins")
        if "inverseBindMatrices" in skin:
            matrices = self._floats(skin["inverseBindMatrices"], 16, "skins")
            if len(matrices) < len(joints):
                raise SourceDamaged("a joint has no matrix", where="skins")
            value["inverseBindMatrices"] = self.copier.add_values(matrices[: len(joints)])
        return value

    def _animation(self, animation: Value) -> Json:
        samplers = table(dict(animation), "samplers")
        value: Json = {"samplers": [], "channels": []}
        if isinstance(animation.get("name"), str):
            value["name"] = animation["name"]
        for channel in table(dict(animation), "channels"):
            target = mapping(channel, "target")
            path = target.get("path")
            if path not in PATHS or "node" not in target:
                self.channels_left_out += 1
                continue
            node = index(target["node"], len(table(self.gltf, "nodes")), "animations")
            sampler = samplers[index(channel.get("sampler"), len(samplers), "animations")]
            value["samplers"].append(self._sampler(sampler, node, path))
            kept = {"node": node, "path": path}
            value["channels"].append({"sampler": len(value["samplers"]) - 1, "target": kept})
        return value

    def _sampler(self, sampler: Value, node: int, path: str) -> Json:
        kind = sampler.get("interpolation", "LINEAR")
        if kind not in INTERPOLATIONS:
            raise SourceDamaged("an animation has another interpolation", where="animations")
        times, at = self._times(sampler.get("input"))
        values = self._floats(sampler.get("output"), PATHS[path], "animations")
        each = self._targets(node) if path == "weights" else 1
        parts = CUBIC_PARTS if kind == "CUBICSPLINE" else 1
        if len(values) != len(times) * each * parts:
            raise SourceDamaged("an animation has not one value for each time", where="animations")
        if "matrix" in table(self.gltf, "nodes")[node] and path != "weights":
            raise SourceDamaged("a node that moves has a matrix", where="animations")
        if path == "translation" and node in self.roots and any(self.offset):
            values = values.copy()
            values[parts // 2 :: parts] -= np.array(self.offset, np.float32)
        return {"input": at, "output": self.copier.add_values(values), "interpolation": kind}

    def _times(self, at: Any) -> tuple[Array, int]:  # noqa: ANN401 - any JSON
        times = self._floats(at, 1, "animations")
        if not len(times) or times[0] < 0 or (np.diff(times[:, 0]) <= 0).any():
            raise SourceDamaged("the times of an animation do not rise", where="animations")
        if at not in self._inputs:
            low, high = float(times[0, 0]), float(times[-1, 0])
            self._inputs[at] = self.copier.add_values(times, min=[low], max=[high])
        return times, self._inputs[at]

    def _targets(self, node: int) -> int:
        """Return how many morph targets the mesh of a node has."""
        at = table(self.gltf, "nodes")[node].get("mesh")
        if at is None:
            raise SourceDamaged("a node without a mesh is morphed", where="animations")
        return targets_of(table(self.gltf, "meshes")[at])

    def _floats(self, at: Any, width: int, where: str) -> Array:  # noqa: ANN401 - any JSON
        found = index(at, len(table(self.gltf, "accessors")), where)
        values = as_floats(self.copier.source, found)
        if values.shape[1] != width:
            raise SourceDamaged("values of a motion have another type", where=where)
        if not np.isfinite(values).all():
            raise SourceBoundsInvalid("a motion is not bounded", where=where)
        return values
