"""Make an assembly of the compound that formats without assemblies have in its place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from OCP.collections import IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TopAbs import TopAbs_COMPOUND, TopAbs_FACE
from OCP.TopExp import TopExp, TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Iterator
from OCP.XCAFDoc import XCAFDoc_ShapeTool

from convert_cad.colours import Colours, colours_of, paint
from convert_cad.part_tree import name_of
from convert_cad.shapes import Label, free_shapes, shape_of, shape_tool, sub_shapes
from convert_cad.step_document import Document, new_document

Shape = Any
"""`TopoDS_Shape`; the bindings carry no types."""


def as_assemblies(document: Document) -> Document:
    """Return a document in which every compound of bodies is an assembly of them.

    IGES exporters write a group (type 402) for each part. A compound that has faces of its own is
    one body; what shows nothing is left out. Colours are kept; parts without names are `part 1` …
    """
    fresh = new_document()
    for label in free_shapes(document):
        _add(fresh, label)
    shape_tool(fresh).UpdateAssemblies()
    return fresh


def _add(fresh: Document, label: Label) -> None:
    tools, shape, name = shape_tool(fresh), shape_of(label), name_of(label)
    painter = _Painter(fresh, label)
    if XCAFDoc_ShapeTool.IsAssembly_s(label) or not _is_several(shape):
        _set_name(painter.add(shape), name or "part")
    else:
        assembly = tools.NewShape()
        _set_name(assembly, name or "assembly")
        for number, child in enumerate(_shown(_children(shape)), 1):
            part = painter.add(child.Located(TopLoc_Location()), child.Location())
            component = tools.AddComponent(assembly, part, child.Location())
            _set_name(part, f"part {number}")
            _set_name(component, f"part {number}")
    painter.finish()


@dataclass
class _Painter:
    """Adds the parts of one shape, then gives their faces the colours that they had."""

    fresh: Document
    source: Label
    _parts: list[tuple[Label, Any]] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _faces: Any = field(default_factory=IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher)

    def add(self, shape: Shape, place: Any = None) -> Label:  # noqa: ANN401 - `TopLoc_Location`
        part = shape_tool(self.fresh).AddShape(shape, False)
        place = place or TopLoc_Location()
        TopExp.MapShapes_s(shape.Moved(place), TopAbs_FACE, self._faces)
        self._parts.append((part, place))
        self._ends.append(int(self._faces.Size()))
        return part

    def finish(self) -> None:
        """Paint every part and every face as it was."""
        for part, _ in self._parts:
            paint(self.fresh, part, colours_of(self.source))
        for label in sub_shapes(self.source):
            self._paint_face(shape_of(label), colours_of(label))

    def _paint_face(self, face: Shape, colours: Colours) -> None:
        index = int(self._faces.FindIndex(face))
        if not colours or not index:
            return
        part, place = self._parts[bisect_left(self._ends, index)]
        own = shape_tool(self.fresh).AddSubShape(part, face.Moved(place.Inverted()))
        if not own.IsNull():
            paint(self.fresh, own, colours)


def _is_several(shape: Shape) -> bool:
    if shape.ShapeType() != TopAbs_COMPOUND:
        return False
    children = _children(shape)
    own_faces = any(child.ShapeType() == TopAbs_FACE for child in children)
    return not own_faces and len(_shown(children)) > 1


def _shown(shapes: list[Shape]) -> list[Shape]:
    return [shape for shape in shapes if TopExp_Explorer(shape, TopAbs_FACE).More()]


def _children(shape: Shape) -> list[Shape]:
    found, children = [], TopoDS_Iterator(shape)
    while children.More():
        found.append(children.Value())
        children.Next()
    return found


def _set_name(label: Label, text: str) -> None:
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(text))
