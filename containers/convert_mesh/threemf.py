"""Read 3MF: objects, components and build items, with units, names and colours.

https://github.com/3MFConsortium/spec_core/blob/master/3MF%20Core%20Specification.md
https://github.com/3MFConsortium/spec_production (components in other parts of the package)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceTooComplex, SourceUnsupported
from convert_mesh.frame import Frame
from convert_mesh.package import Package
from convert_mesh.plain_xml import root_of
from convert_mesh.source_scene import SourceScene
from convert_mesh.threemf_mesh import CORE, Colours, colours_of, mesh_of
from glb_runtime.model import Array, Mesh, Node
from glb_runtime.write import MAXIMUM_DEPTH, MAXIMUM_NODES

START = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
RELATIONSHIPS = "_rels/.rels"
USUAL_PART = "3D/3dmodel.model"
PRODUCTION_PATH = "{http://schemas.microsoft.com/3dmanufacturing/production/2015/06}path"
UNITS = {
    "micron": 1e-6,
    "millimeter": 1e-3,
    "centimeter": 1e-2,
    "meter": 1.0,
    "inch": 0.0254,
    "foot": 0.3048,
}
UNDERSTOOD = frozenset(("m", "p", "s", "b", "t", "pb"))
"""Prefixes of the extensions of which the triangles are the whole shape, or that only add to it."""


def read_3mf(path: Path) -> SourceScene:
    """Return the items of the build, in millimetres or what the file says, with Z up.

    Raises:
        SourceUnreadable, SourceDamaged: it is no package, or a part or reference is wrong.
        SourceUnsupported: it needs an extension that is not read.
        SourceTooComplex: components repeat or nest too much, or unpacking costs too much.
    """
    package = Package.opened(path)
    reader = _Reader(package)
    start = _start_part(package)
    model = reader.part(start).root
    unit = UNITS.get(model.get("unit", "millimeter"))
    if unit is None:
        raise SourceDamaged("the unit of the file is none of 3MF", expected=", ".join(UNITS))
    items = model.findall(f"{CORE}build/{CORE}item")
    roots = tuple(reader.placed(item, start, depth=1) for item in items)
    return SourceScene(roots, Frame(unit, "z", is_stated=True))


def _start_part(package: Package) -> str:
    if package.has(RELATIONSHIPS):
        for one in root_of(package.read(RELATIONSHIPS)):
            if one.get("Type") == START:
                return one.get("Target", USUAL_PART).lstrip("/").lower()
    return USUAL_PART.lower()


@dataclass(frozen=True)
class _Part:
    root: Element
    objects: dict[str, Element]
    colours: dict[str, Colours]


@dataclass
class _Reader:
    package: Package
    nodes: int = 0
    _parts: dict[str, _Part] = field(default_factory=dict)
    _meshes: dict[tuple[str, str], Mesh | None] = field(default_factory=dict)

    def part(self, name: str) -> _Part:
        key = name.lstrip("/").lower()
        if key not in self._parts:
            root = root_of(self.package.read(key))
            if not set(root.get("requiredextensions", "").split()) <= UNDERSTOOD:
                raise SourceUnsupported("the file needs an extension of 3MF that is not read")
            objects = {
                one.get("id", ""): one for one in root.findall(f"{CORE}resources/{CORE}object")
            }
            self._parts[key] = _Part(root, objects, colours_of(root))
        return self._parts[key]

    def placed(self, use: Element, above: str, *, depth: int) -> Node:
        """Return the object that a build item or a component places."""
        self.nodes += 1
        if self.nodes > MAXIMUM_NODES or depth > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "components repeat or nest too much",
                expected=f"at most {MAXIMUM_NODES} of them, {MAXIMUM_DEPTH} deep",
            )
        name = use.get(PRODUCTION_PATH, above)
        part, number = self.part(name), use.get("objectid", "")
        found = part.objects.get(number)
        if found is None:
            raise SourceDamaged("a component is no object of the file")
        components = found.findall(f"{CORE}components/{CORE}component")
        return Node(
            found.get("name") or found.get("partnumber") or f"object {number[:20]}",
            _matrix(use.get("transform", "")),
            self._mesh(part, name, number),
            tuple(self.placed(one, name, depth=depth + 1) for one in components),
        )

    def _mesh(self, part: _Part, name: str, number: str) -> Mesh | None:
        key = (name.lower(), number)
        if key not in self._meshes:
            self._meshes[key] = mesh_of(part.objects[number], part.colours)
        return self._meshes[key]


def _matrix(text: str) -> Array | None:
    """Return a transform: twelve numbers, rows of a matrix for row vectors."""
    if not text:
        return None
    try:
        rows = np.array(text.split(), float).reshape(4, 3)
    except ValueError as error:
        raise SourceDamaged("a transform is not twelve numbers") from error
    matrix = np.eye(4)
    matrix[:3, :] = rows.T
    return matrix
