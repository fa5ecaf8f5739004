"""The assembly tree of a converted model, as `assembly.json` holds it.

Version 2 adds what bindings need to find a part again after another export: identity, place and
shape of every node. Version 1, which older conversions wrote, is read as nodes without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twin.spatial.part_facts import Box, Matrix, PartIdentity, ShapeFacts

VERSION = 2


@dataclass(frozen=True)
class AssemblyNode:
    """One node of the GLB: its name there, its path of names, colour, own triangles, children.

    `colour` is sRGB as `#rrggbb`, null for a node without a mesh of its own. `node_id` is unique in
    its file: the path, with `~2` at the second of several siblings of one name, and so on.
    `transform` places the node's own frame and `box` is around its own mesh: both in metres in the
    frame of the CAD file, Z up, the local origin not subtracted. `shape` is a key of
    `Assembly.shapes`, the same one for all instances of a part; null for a node without a mesh.
    """

    name: str
    path: str
    colour: str | None
    triangles: int
    children: tuple[AssemblyNode, ...]
    node_id: str = ""
    identity: PartIdentity | None = None
    transform: Matrix | None = None
    box: Box | None = None
    shape: str | None = None

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> AssemblyNode:
        """Read what `dataclasses.asdict` wrote."""
        identity, transform, box = (value.get(name) for name in ("identity", "transform", "box"))
        return cls(
            name=value["name"],
            path=value["path"],
            colour=value["colour"],
            triangles=value["triangles"],
            children=tuple(cls.from_dict(child) for child in value["children"]),
            node_id=value.get("node_id", ""),
            identity=PartIdentity(**identity) if identity else None,
            transform=tuple(transform) if transform else None,
            box=Box.from_dict(box) if box else None,
            shape=value.get("shape"),
        )


@dataclass(frozen=True)
class Assembly:
    """A whole model. `local_origin_metres` was subtracted from every coordinate of the GLB.

    The GLB is Y up: the CAD point (x, y, z) is at (x, z, -y) there, after the subtraction.
    """

    local_origin_metres: tuple[float, float, float]
    roots: tuple[AssemblyNode, ...]
    shapes: Mapping[str, ShapeFacts] = field(default_factory=dict)
    version: int = VERSION

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Assembly:
        """Read what `dataclasses.asdict` wrote, in this version or in version 1."""
        x, y, z = value["local_origin_metres"]
        shapes = value.get("shapes", {}).items()
        return cls(
            local_origin_metres=(x, y, z),
            roots=tuple(AssemblyNode.from_dict(root) for root in value["roots"]),
            shapes={key: ShapeFacts.from_dict(facts) for key, facts in shapes},
            version=value.get("version", 1),
        )
