"""Dimensions, tolerances and datums that a STEP AP242 file states for its parts (PMI).

ISO 10303-242 with the recommended practices of the MBx Interoperability Forum for semantic PMI.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from OCP.collections import Sequence_TDF_Label
from OCP.XCAFDoc import (
    XCAFDoc_Datum,
    XCAFDoc_Dimension,
    XCAFDoc_DimTolTool,
    XCAFDoc_DocumentTool,
    XCAFDoc_GeomTolerance,
)

from convert_cad.part_tree import name_of
from convert_cad.shapes import Label
from convert_cad.step_document import Document

PMI_FILE = "pmi.json"

Statement = dict[str, Any]


def write_pmi(document: Document, path: Path) -> int:
    """Write what the file states, in its order, and return how many statements there are.

    Each has `kind`, `type` as the standard calls it, `parts`; lengths are in millimetres.
    """
    tool = XCAFDoc_DocumentTool.DimTolTool_s(document.Main())
    found = [
        *_each(tool.GetDimensionLabels, _dimension),
        *_each(tool.GetGeomToleranceLabels, _tolerance),
        *_each(tool.GetDatumLabels, _datum),
    ]
    if found:
        text = json.dumps({"version": 1, "pmi": found}, separators=(",", ":"))
        path.write_text(text, encoding="utf-8")
    return len(found)


def _each(
    labels_into: Callable[[Any], None], read: Callable[[Label], Statement]
) -> Iterator[Statement]:
    labels = Sequence_TDF_Label()
    labels_into(labels)
    for index in range(1, labels.Length() + 1):
        label = labels.Value(index)
        yield {**read(label), "parts": _parts(label)}


def _dimension(label: Label) -> Statement:
    found = XCAFDoc_Dimension.Set_s(label).GetObject()
    kind = _kind(found.GetType())
    statement: Statement = {"kind": "dimension", "type": kind}
    # Angles have another unit, which the library does not tell.
    if "angular" in kind:
        return statement
    statement["value_millimetres"] = found.GetValue()
    if found.IsDimWithPlusMinusTolerance():
        statement["upper_tolerance_millimetres"] = found.GetUpperTolValue()
        statement["lower_tolerance_millimetres"] = found.GetLowerTolValue()
    return statement


def _tolerance(label: Label) -> Statement:
    found = XCAFDoc_GeomTolerance.Set_s(label).GetObject()
    return {
        "kind": "geometric_tolerance",
        "type": _kind(found.GetType()),
        "value_millimetres": found.GetValue(),
    }


def _datum(label: Label) -> Statement:
    name = XCAFDoc_Datum.Set_s(label).GetObject().GetName()
    return {"kind": "datum", "type": "datum", "name": str(name.ToCString()) if name else ""}


def _kind(value: Any) -> str:  # noqa: ANN401 - an enumeration of a binding without types
    """Return `size_diameter` of `XCAFDimTolObjects_DimensionType_Size_Diameter`."""
    return str(value.name).split("Type_", 1)[1].lower()


def _parts(label: Label) -> list[str]:
    """Return the names of the parts whose faces a statement is about, each once."""
    first, second = Sequence_TDF_Label(), Sequence_TDF_Label()
    XCAFDoc_DimTolTool.GetRefShapeLabel_s(label, first, second)
    shapes = [
        *(first.Value(index) for index in range(1, first.Length() + 1)),
        *(second.Value(index) for index in range(1, second.Length() + 1)),
    ]
    return sorted({_part(shape) for shape in shapes})


def _part(shape: Label) -> str:
    """Return the name of the part that a face belongs to: of the label above it."""
    name = name_of(shape)
    return name or ("" if shape.IsRoot() else _part(shape.Father()))
