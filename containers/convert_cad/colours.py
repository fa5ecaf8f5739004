"""The colours of labels."""

from __future__ import annotations

from typing import Any

from OCP.Quantity import Quantity_ColorRGBA
from OCP.XCAFDoc import (
    XCAFDoc_ColorGen,
    XCAFDoc_ColorSurf,
    XCAFDoc_ColorTool,
    XCAFDoc_DocumentTool,
)

from convert_cad.shapes import Label
from convert_cad.step_document import Document

Colours = list[tuple[Any, Any]]
"""Kinds of `XCAFDoc_ColorType` with their `Quantity_ColorRGBA`."""


def colours_of(label: Label) -> Colours:
    """Return the colours that a label itself has."""
    found = []
    for kind in (XCAFDoc_ColorGen, XCAFDoc_ColorSurf):
        colour = Quantity_ColorRGBA()
        if XCAFDoc_ColorTool.GetColor_s(label, kind, colour):
            found.append((kind, colour))
    return found


def paint(document: Document, label: Label, colours: Colours) -> None:
    """Give a label colours."""
    tool = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
    for kind, colour in colours:
        tool.SetColor(label, colour, kind)
