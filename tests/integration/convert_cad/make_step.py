"""Make STEP files that no sample has; run by the converter's own interpreter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeEdge, BRepBuilderAPI_Transform
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCylinder
from OCP.gp import gp_Pnt, gp_Trsf, gp_Vec
from OCP.IFSelect import IFSelect_RetDone
from OCP.Interface import Interface_Static
from OCP.Message import Message_ProgressRange
from OCP.Quantity import Quantity_Color, Quantity_TOC_RGB
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_AsIs
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.TopAbs import TopAbs_FACE
from OCP.TopExp import TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDimTolObjects import (
    XCAFDimTolObjects_DimensionObject,
    XCAFDimTolObjects_DimensionType,
    XCAFDimTolObjects_GeomToleranceObject,
    XCAFDimTolObjects_GeomToleranceType,
)
from OCP.XCAFDoc import (
    XCAFDoc_ColorSurf,
    XCAFDoc_Dimension,
    XCAFDoc_DocumentTool,
    XCAFDoc_GeomTolerance,
)

Binding = Any
"""An object of the bindings, which carry no types."""

FAR = gp_Vec(500e6, 4900e6, 0.0)
"""500 km and 4,900 km in millimetres, as plant coordinates in a national grid."""


def moved(vector: Binding) -> Binding:
    transformation = gp_Trsf()
    transformation.SetTranslation(vector)
    return transformation


def screw() -> Binding:
    return BRepPrimAPI_MakeCylinder(4.0, 30.0).Shape()


def far_part(document: Binding, tools: Binding) -> None:
    """One part whose vertices are far away."""
    shape = BRepBuilderAPI_Transform(screw(), moved(FAR), True).Shape()
    name(tools.AddShape(shape, False), "screw")


def far_assembly(document: Binding, tools: Binding) -> None:
    """Two parts in world coordinates, one of them red, and one placed far away."""
    colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
    assembly = tools.NewShape()
    name(assembly, "plant")
    there = BRepBuilderAPI_Transform(screw(), moved(FAR), True).Shape()
    box = BRepPrimAPI_MakeBox(10.0, 10.0, 10.0).Shape()
    for title, shape, place in (
        ("vertices-far", there, TopLoc_Location()),
        ("place-far", box, TopLoc_Location(moved(FAR.Added(gp_Vec(100.0, 0.0, 0.0))))),
    ):
        part = tools.AddShape(shape, False)
        name(part, title)
        colours.SetColor(part, Quantity_Color(1.0, 0.0, 0.0, Quantity_TOC_RGB), XCAFDoc_ColorSurf)
        name(tools.AddComponent(assembly, part, place), title)
    tools.UpdateAssemblies()


def wire_only(document: Binding, tools: Binding) -> None:
    """Geometry that nothing can shade."""
    line = BRepBuilderAPI_MakeEdge(gp_Pnt(0.0, 0.0, 0.0), gp_Pnt(10.0, 0.0, 0.0))
    name(tools.AddShape(line.Edge(), False), "line")


def tower(document: Binding, tools: Binding) -> None:
    """One metre along X, two along Y, three along Z (up)."""
    name(tools.AddShape(BRepPrimAPI_MakeBox(1000.0, 2000.0, 3000.0).Shape(), False), "tower")


def external(document: Binding, tools: Binding) -> None:
    """An assembly whose parts are in other files."""
    far_assembly(document, tools)


def toleranced(document: Binding, tools: Binding) -> None:
    """A cylinder whose diameter and roundness are stated: semantic PMI of AP242."""
    statements = XCAFDoc_DocumentTool.DimTolTool_s(document.Main())
    shape = BRepPrimAPI_MakeCylinder(10.0, 30.0).Shape()
    part = tools.AddShape(shape, False)
    name(part, "shaft")
    face = tools.AddSubShape(part, TopExp_Explorer(shape, TopAbs_FACE).Current())
    label = statements.AddDimension()
    statements.SetDimension(face, label)
    diameter = XCAFDimTolObjects_DimensionObject()
    kinds = XCAFDimTolObjects_DimensionType
    diameter.SetType(kinds.XCAFDimTolObjects_DimensionType_Size_Diameter)
    diameter.SetValue(20.0)
    diameter.SetUpperTolValue(0.1)
    diameter.SetLowerTolValue(0.05)
    XCAFDoc_Dimension.Set_s(label).SetObject(diameter)
    label = statements.AddGeomTolerance()
    statements.SetGeomTolerance(face, label)
    roundness = XCAFDimTolObjects_GeomToleranceObject()
    types = XCAFDimTolObjects_GeomToleranceType
    roundness.SetType(types.XCAFDimTolObjects_GeomToleranceType_Cylindricity)
    roundness.SetValue(0.02)
    XCAFDoc_GeomTolerance.Set_s(label).SetObject(roundness)


SHAPES: dict[str, Callable[[Binding, Binding], None]] = {
    function.__name__: function
    for function in (far_part, far_assembly, wire_only, tower, external, toleranced)
}


def name(label: Binding, text: str) -> None:
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(text))


def main(shape: str, target: str) -> int:
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    XCAFApp_Application.GetApplication_s().NewDocument(
        TCollection_ExtendedString("MDTV-XCAF"), document
    )
    SHAPES[shape](document, XCAFDoc_DocumentTool.ShapeTool_s(document.Main()))
    writer = STEPCAFControl_Writer()
    if shape == "toleranced":
        # The writer registers the setting: it cannot be made earlier.
        Interface_Static.SetCVal_s("write.step.schema", "AP242DIS")
    writer.SetColorMode(True)
    writer.SetNameMode(True)
    writer.SetDimTolMode(True)
    multi = "part_" if shape == "external" else None
    writer.Transfer(document, STEPControl_AsIs, multi, Message_ProgressRange())
    return 0 if writer.Write(target) == IFSelect_RetDone else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
