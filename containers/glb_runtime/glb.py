"""Read what a GLB says of itself: its nodes, names, colours and triangles.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#glb-file-format-specification
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from conversion_runtime.errors import SourceBoundsInvalid
from glb_runtime.node_ids import with_node_ids
from twin.spatial.assembly import AssemblyNode

TRIANGLES = 4
"""The primitive mode that is the default."""

HEADER_BYTES = 12
DEFAULT_COLOUR = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Glb:
    """The JSON of a GLB."""

    json: Mapping[str, Any]

    @classmethod
    def from_file(cls, path: Path) -> Glb:
        """Read the first chunk of a file that a tool of ours wrote."""
        with path.open("rb") as file:
            file.seek(HEADER_BYTES)
            length = int.from_bytes(file.read(4), "little")
            file.seek(4, 1)
            return cls(json.loads(file.read(length)))

    @cached_property
    def triangles(self) -> int:
        """Return the triangles that are drawn, occurrences counted each."""
        return self._drawn(self._roots())

    @cached_property
    def mesh_nodes(self) -> int:
        """Return how many nodes have a mesh."""
        return sum("mesh" in node for node in self.json.get("nodes", []))

    @cached_property
    def names(self) -> list[str]:
        """Return the names of all named nodes, sorted."""
        return sorted(node["name"] for node in self.json.get("nodes", []) if node.get("name"))

    def tree(self) -> tuple[AssemblyNode, ...]:
        """Return the assembly tree; a node without a name has its children in its place."""
        return with_node_ids(node for root in self._roots() for node in self._named(root, ""))

    def check_bounds(self) -> None:
        """Require that all positions are finite.

        Raises:
            SourceBoundsInvalid: one is not.
        """
        for primitive in self._primitives():
            accessor = self.json["accessors"][primitive["attributes"]["POSITION"]]
            if not all(map(_is_finite, (*accessor["min"], *accessor["max"]))):
                raise SourceBoundsInvalid(
                    "the triangles are not bounded", expected="finite coordinates"
                )

    def _drawn(self, indices: Iterable[int]) -> int:
        nodes = [self.json["nodes"][index] for index in indices]
        below = sum(self._drawn(node.get("children", ())) for node in nodes)
        return below + sum(self._mesh_triangles(node) for node in nodes)

    def _roots(self) -> list[int]:
        scenes = self.json.get("scenes") or [{}]
        roots: list[int] = scenes[self.json.get("scene", 0)].get("nodes", [])
        return roots

    def _primitives(self) -> Iterator[Mapping[str, Any]]:
        for mesh in self.json.get("meshes", []):
            yield from mesh["primitives"]

    def _named(self, index: int, path: str) -> Iterator[AssemblyNode]:
        node = self.json["nodes"][index]
        name = node.get("name", "")
        if not name:
            for child in node.get("children", []):
                yield from self._named(child, path)
            return
        own = f"{path}/{name}" if path else name
        children = (self._named(child, own) for child in node.get("children", []))
        yield AssemblyNode(
            name=name,
            path=own,
            colour=self._colour(node),
            triangles=self._mesh_triangles(node),
            children=tuple(child for group in children for child in group),
        )

    def _mesh_triangles(self, node: Mapping[str, Any]) -> int:
        if "mesh" not in node:
            return 0
        return sum(
            self._count(primitive) // 3
            for primitive in self.json["meshes"][node["mesh"]]["primitives"]
            if primitive.get("mode", TRIANGLES) == TRIANGLES
        )

    def _count(self, primitive: Mapping[str, Any]) -> int:
        accessor = primitive.get("indices", primitive["attributes"]["POSITION"])
        return int(self.json["accessors"][accessor]["count"])

    def _colour(self, node: Mapping[str, Any]) -> str | None:
        if "mesh" not in node:
            return None
        first = self.json["meshes"][node["mesh"]]["primitives"][0]
        materials = self.json.get("materials", [])
        material = materials[first["material"]] if "material" in first else {}
        surface = material.get("pbrMetallicRoughness", {})
        return _srgb(surface.get("baseColorFactor", DEFAULT_COLOUR))


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _srgb(linear: list[float] | tuple[float, ...]) -> str:
    """Return a linear colour, as glTF has it, in sRGB, as people write it."""
    encoded = (
        12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
        for value in linear[:3]
    )
    return "#" + "".join(f"{round(255 * min(max(value, 0.0), 1.0)):02x}" for value in encoded)
