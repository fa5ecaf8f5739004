"""Write a product as STEP: an assembly with names and colours; equal products, equal bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from canonical import canonical
from OCP.gp import gp_Trsf, gp_Vec
from OCP.IFSelect import IFSelect_RetDone
from OCP.Message import Message_ProgressRange
from OCP.Quantity import Quantity_Color, Quantity_TOC_sRGB
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_AsIs
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDoc import XCAFDoc_ColorSurf, XCAFDoc_DocumentTool
from product import Part, Place, Product
from solids import Point, compound

TIME_STAMP = re.compile(r"'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'")
FIXED_TIME = "'2026-01-01T00:00:00'"
"""The header says when the file was written; the same station shall give the same bytes."""


def write_step(product: Product, path: Path) -> None:
    """Write the file, or raise `OSError`."""
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    application = XCAFApp_Application.GetApplication_s()
    application.NewDocument(TCollection_ExtendedString("MDTV-XCAF"), document)
    _Assembler(document).root(product)
    writer = STEPCAFControl_Writer()
    writer.SetColorMode(True)
    writer.SetNameMode(True)
    writer.Transfer(document, STEPControl_AsIs, None, Message_ProgressRange())
    draft = path.with_suffix(".partial")
    if writer.Write(str(draft)) != IFSelect_RetDone:
        raise OSError(f"cannot write {draft}")
    text = TIME_STAMP.sub(FIXED_TIME, draft.read_text(encoding="utf-8"), count=1)
    draft.write_text(canonical(text), encoding="utf-8")
    draft.replace(path)


class _Assembler:
    """Products become labels of the document, each once however often it occurs."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - a binding without types
        self._shapes = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
        self._colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
        self._labels: dict[int, Any] = {}

    def root(self, product: Product) -> None:
        self._label(product)
        self._shapes.UpdateAssemblies()

    def _label(self, product: Product) -> Any:  # noqa: ANN401 - a binding without types
        if id(product) not in self._labels:
            label = self._shapes.NewShape()
            _name(label, product.name)
            self._labels[id(product)] = label
            for part in product.parts:
                self._add_part(label, part)
            for place in product.places:
                self._add_place(label, place)
        return self._labels[id(product)]

    def _add_part(self, assembly: Any, part: Part) -> None:  # noqa: ANN401
        # A shape that was moved would become an instance, and the colour would stay behind.
        label = self._shapes.AddShape(compound([part.shape]), False)
        _name(label, part.name)
        colour = Quantity_Color(*part.colour, Quantity_TOC_sRGB)
        self._colours.SetColor(label, colour, XCAFDoc_ColorSurf)
        _name(self._shapes.AddComponent(assembly, label, TopLoc_Location()), part.name)

    def _add_place(self, assembly: Any, place: Place) -> None:  # noqa: ANN401
        location = _translation(place.at)
        label = self._label(place.product)
        _name(self._shapes.AddComponent(assembly, label, location), place.name)


def _translation(point: Point) -> Any:  # noqa: ANN401 - a binding without types
    transformation = gp_Trsf()
    transformation.SetTranslation(gp_Vec(*point))
    return TopLoc_Location(transformation)


def _name(label: Any, text: str) -> None:  # noqa: ANN401 - a binding without types
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(text))
