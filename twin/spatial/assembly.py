"""The assembly tree of a converted model, as `assembly.json` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AssemblyNode:
    """One node of the GLB: its name there, its path of names, colour, own triangles, children.

    `colour` is sRGB as `#rrggbb`, null for a node without a mesh of its own.
    """

    name: str
    path: str
    colour: str | None
    triangles: int
    children: tuple[AssemblyNode, ...]

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> AssemblyNode:
        """Read what `dataclasses.asdict` wrote."""
        children = tuple(cls.from_dict(child) for child in value["children"])
        return cls(value["name"], value["path"], value["colour"], value["triangles"], children)


@dataclass(frozen=True)
class Assembly:
    """A whole model. `local_origin_metres` was subtracted from every coordinate of the CAD file."""

    local_origin_metres: tuple[float, float, float]
    roots: tuple[AssemblyNode, ...]

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Assembly:
        """Read what `dataclasses.asdict` wrote."""
        x, y, z = value["local_origin_metres"]
        return cls((x, y, z), tuple(AssemblyNode.from_dict(root) for root in value["roots"]))
