"""Export a STEP file again with one thing changed; run by the converter's own interpreter.

`reexport.py SOURCE FOLDER` writes the parts of the source and of every variant, each exported and
read again, as `<variant>.json`: {"parts": what `PartTree` measures, "moved" or "changed": the name
of what was, "gone": names of what was left out}.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from OCP.Bnd import Bnd_Box
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepGProp import BRepGProp
from OCP.BRepPrimAPI import BRepPrimAPI_MakeCylinder
from OCP.GeomAbs import GeomAbs_Plane
from OCP.gp import gp_Ax2, gp_Trsf, gp_Vec
from OCP.GProp import GProp_GProps
from OCP.IFSelect import IFSelect_RetDone
from OCP.Interface import Interface_Static
from OCP.Message import Message_ProgressRange
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_AsIs
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TopAbs import TopAbs_FACE
from OCP.TopExp import TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS
from OCP.XCAFDoc import XCAFDoc_ShapeTool

from convert_cad.identities import identities
from convert_cad.part_tree import PartTree
from convert_cad.shapes import (
    all_components,
    components,
    entry,
    free_shapes,
    parts,
    referred,
    shape_of,
    shape_tool,
)
from convert_cad.step_document import new_document, read_step

Binding = Any
"""An object of the bindings, which carry no types."""

MOVE_MILLIMETRES = 25.0


@dataclass(frozen=True)
class Variant:
    """What is done differently when a document is built anew, and what a test must know of it."""

    told: dict[str, Any] = field(default_factory=dict)
    children: Callable[[list[Binding], int], list[Binding]] = lambda labels, _depth: labels
    place: Callable[[Binding], Binding] = lambda label: place_of(label)
    name: Callable[[Binding], str] = lambda label: name_of(label)
    shape: Callable[[Binding], Binding] = lambda part: shape_of(part)
    unit: str = "MM"


def plain(document: Binding) -> Variant:
    """Nothing but the export."""
    return Variant()


def renamed(document: Binding) -> Variant:
    """Give every component a new name."""
    labels = [entry(label) for label in all_components(document)]
    names = {label: f"item {chr(65 + at % 26)}{at}x" for at, label in enumerate(labels)}
    return Variant(name=lambda label: names[entry(label)])


def moved(document: Binding) -> Variant:
    """Move the last component of the first root by 25 mm."""
    last = components(free_shapes(document)[0])[-1]
    move = gp_Trsf()
    move.SetTranslation(gp_Vec(MOVE_MILLIMETRES, 0.0, 0.0))

    def place(label: Binding) -> Binding:
        is_it = entry(label) == entry(last)
        return move.Multiplied(place_of(label)) if is_it else place_of(label)

    return Variant({"moved": name_of(last)}, place=place)


def drilled(document: Binding) -> Variant:
    """Drill a hole through the middle of the largest flat face of the largest part."""
    part = max(parts(document), key=lambda one: diagonal(shape_of(one)))
    shape = shape_of(part)
    area, middle, direction = max(flat_faces(shape), key=lambda face: face[0])
    depth = diagonal(shape)
    start = middle.Translated(gp_Vec(direction).Multiplied(-depth))
    tool = BRepPrimAPI_MakeCylinder(gp_Ax2(start, direction), math.sqrt(area) / 10, 2 * depth)
    cut = BRepAlgoAPI_Cut(shape, tool.Shape()).Shape()
    return Variant(
        {"changed": name_of(part)},
        shape=lambda other: cut if entry(other) == entry(part) else shape_of(other),
    )


def deleted(document: Binding) -> Variant:
    """Leave out the first component of every root."""
    gone = [name_of(components(root)[0]) for root in free_shapes(document)]
    return Variant({"gone": gone}, children=lambda labels, depth: labels[0 if depth else 1 :])


def reordered(document: Binding) -> Variant:
    """Insert the last components first, everywhere."""
    return Variant(children=lambda labels, _depth: labels[::-1])


def inches(document: Binding) -> Variant:
    """Export in inches."""
    return Variant(unit="INCH")


VARIANTS: tuple[Callable[[Binding], Variant], ...] = (
    plain,
    renamed,
    moved,
    drilled,
    deleted,
    reordered,
    inches,
)


def rebuilt(document: Binding, variant: Variant) -> Binding:
    """Return a new document with the same parts and assemblies, but for the variant."""
    fresh = new_document()
    tools, made = shape_tool(fresh), dict[str, Binding]()

    def build(part: Binding, depth: int) -> Binding:
        if entry(part) in made:
            return made[entry(part)]
        if not XCAFDoc_ShapeTool.IsAssembly_s(part):
            new = tools.AddShape(variant.shape(part), False)
        else:
            new = tools.NewShape()
            for label in variant.children(components(part), depth):
                place = TopLoc_Location(variant.place(label))
                below = build(referred(label), depth + 1)
                set_name(tools.AddComponent(new, below, place), variant.name(label))
        set_name(new, name_of(part))
        return made.setdefault(entry(part), new)

    for root in free_shapes(document):
        build(root, 0)
    tools.UpdateAssemblies()
    return fresh


def flat_faces(shape: Binding) -> Iterator[tuple[float, Binding, Binding]]:
    """Yield area, middle and normal of every flat face."""
    faces = TopExp_Explorer(shape, TopAbs_FACE)
    while faces.More():
        face = TopoDS.Face(faces.Current())
        surface = BRepAdaptor_Surface(face)
        if surface.GetType() == GeomAbs_Plane:
            facts = GProp_GProps()
            BRepGProp.SurfaceProperties_s(face, facts, False, False)
            yield facts.Mass(), facts.CentreOfMass(), surface.Plane().Axis().Direction()
        faces.Next()


def place_of(label: Binding) -> Binding:
    return XCAFDoc_ShapeTool.GetLocation_s(label).Transformation()


def name_of(label: Binding) -> str:
    attribute = TDataStd_Name()
    label.FindAttribute(TDataStd_Name.GetID_s(), attribute)
    return str(attribute.Get().ToExtString())


def set_name(label: Binding, text: str) -> None:
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(text))


def box_of(shape: Binding) -> Binding:
    box = Bnd_Box()
    BRepBndLib.Add_s(shape, box, False)
    return box


def diagonal(shape: Binding) -> float:
    box = box_of(shape)
    return float(box.CornerMin().Distance(box.CornerMax()))


def measured(source: Path) -> dict[str, Any]:
    document, reader = read_step(source)
    return PartTree(identities(reader, document)).to_json(document, (0.0, 0.0, 0.0))


def export(document: Binding, target: Path, unit: str) -> None:
    writer = STEPCAFControl_Writer()
    Interface_Static.SetCVal_s("write.step.unit", unit)
    writer.SetNameMode(True)
    writer.Transfer(document, STEPControl_AsIs, None, Message_ProgressRange())
    if writer.Write(str(target)) != IFSelect_RetDone:
        raise OSError(f"{target} is not written")


def main(source: Path, folder: Path) -> None:
    (folder / "source.json").write_text(json.dumps({"parts": measured(source)}))
    document, _ = read_step(source)
    for make in VARIANTS:
        variant = make(document)
        target = folder / f"{make.__name__}.step"
        export(rebuilt(document, variant), target, variant.unit)
        told = {**variant.told, "parts": measured(target)}
        (folder / f"{make.__name__}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
