"""What an XCAF document holds: its free shapes, its parts and the places where parts occur."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from OCP.collections import Sequence_TDF_Label
from OCP.TCollection import TCollection_AsciiString
from OCP.TDF import TDF_Label, TDF_Tool
from OCP.TopAbs import TopAbs_FACE
from OCP.TopExp import TopExp_Explorer
from OCP.XCAFDoc import XCAFDoc_DocumentTool, XCAFDoc_ShapeTool

from convert_cad.step_document import Document

Label = Any
"""`TDF_Label`; the bindings carry no types."""


def shape_tool(document: Document) -> Any:  # noqa: ANN401 - a binding without types
    """Return the document's shape tool."""
    return XCAFDoc_DocumentTool.ShapeTool_s(document.Main())


def free_shapes(document: Document) -> list[Label]:
    """Return the labels of the top of the tree."""
    found = Sequence_TDF_Label()
    shape_tool(document).GetFreeShapes(found)
    return _list(found)


def components(label: Label) -> list[Label]:
    """Return the component labels of an assembly."""
    found = Sequence_TDF_Label()
    XCAFDoc_ShapeTool.GetComponents_s(label, found)
    return _list(found)


def sub_shapes(label: Label) -> list[Label]:
    """Return the labels of faces and other parts of a shape that carry a name or a colour."""
    found = Sequence_TDF_Label()
    XCAFDoc_ShapeTool.GetSubShapes_s(label, found)
    return _list(found)


def shape_of(label: Label) -> Any:  # noqa: ANN401 - a binding without types
    """Return the shape of a label, with its location."""
    return XCAFDoc_ShapeTool.GetShape_s(label)


def referred(label: Label) -> Label:
    """Return what a component refers to; any other label is itself."""
    target = TDF_Label()
    return target if XCAFDoc_ShapeTool.GetReferredShape_s(label, target) else label


def occurrences(document: Document) -> Iterator[Label]:
    """Yield the part of every place where a part occurs, once per place."""
    for label in free_shapes(document):
        yield from _occurrences(label)


def parts(document: Document) -> list[Label]:
    """Return every part once, whatever the number of its occurrences."""
    found: dict[str, Label] = {}
    for label in occurrences(document):
        found.setdefault(entry(label), label)
    return list(found.values())


def all_components(document: Document) -> list[Label]:
    """Return every component label once; a shared sub-assembly has its components once."""
    found: dict[str, Label] = {}
    waiting = free_shapes(document)
    while waiting:
        for component in components(referred(waiting.pop())):
            if found.setdefault(entry(component), component) is component:
                waiting.append(component)
    return list(found.values())


def has_faces(label: Label) -> bool:
    """Tell whether a part has anything that can be shaded."""
    return bool(TopExp_Explorer(shape_of(label), TopAbs_FACE).More())


def _occurrences(label: Label) -> Iterator[Label]:
    target = referred(label)
    if not XCAFDoc_ShapeTool.IsAssembly_s(target):
        yield target
        return
    for component in components(target):
        yield from _occurrences(component)


def entry(label: Label) -> str:
    """Return the address of a label in its document."""
    text = TCollection_AsciiString()
    TDF_Tool.Entry_s(label, text)
    return str(text.ToCString())


def _list(sequence: Any) -> list[Label]:  # noqa: ANN401 - a binding without types
    return [sequence.Value(index) for index in range(1, sequence.Length() + 1)]
