"""Move geometry that is far from the origin to a local one.

glTF stores 32-bit floats: a screw 5,000 km away has vertices half a metre apart. The offset is
computed in double precision and reported, so that a viewer on a globe can add it again.
"""

from __future__ import annotations

from typing import Any

from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.gp import gp_Trsf, gp_Vec
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFDoc import XCAFDoc_Location, XCAFDoc_ShapeTool

from convert_cad.bounds import Bounds, document_bounds, shape_bounds
from convert_cad.colours import colours_of, paint
from convert_cad.shapes import (
    Label,
    all_components,
    components,
    entry,
    free_shapes,
    parts,
    referred,
    shape_of,
    shape_tool,
    sub_shapes,
)
from convert_cad.step_document import Document

FAR_DIAGONALS = 100
"""Beyond this distance a float resolves less than a hundred thousandth of the diagonal."""

Offset = tuple[float, float, float]
NOWHERE: Offset = (0.0, 0.0, 0.0)


def move_to_local_origin(document: Document) -> Offset:
    """Move everything near the origin if it is far, and return what was subtracted, in mm.

    Two things can be far: the vertices of a part in its own frame, and the place of a part.
    """
    bounds = document_bounds(document)
    offset = bounds.centre if is_far(bounds) else NOWHERE
    _bring_parts_home(document)
    if offset != NOWHERE:
        for label in free_shapes(document):
            _shift_root(document, label, offset)
    shape_tool(document).UpdateAssemblies()
    return offset


def is_far(bounds: Bounds) -> bool:
    """Tell whether floats would lose details of a box."""
    return bounds.distance > FAR_DIAGONALS * bounds.diagonal


def _bring_parts_home(document: Document) -> None:
    """Give parts with far vertices a frame of their own, and their places the difference."""
    moved: dict[str, Offset] = {}
    roots = {entry(label) for label in free_shapes(document)}
    for part in parts(document):
        bounds = shape_bounds(shape_of(part))
        if entry(part) not in roots and bounds is not None and is_far(bounds):
            moved[entry(part)] = bounds.centre
            _shift_geometry(document, part, bounds.centre)
    for component in all_components(document) if moved else ():
        centre = moved.get(entry(referred(component)))
        if centre is not None:
            place = XCAFDoc_ShapeTool.GetLocation_s(component)
            XCAFDoc_Location.Set_s(component, place.Multiplied(_translation(centre)))


def _shift_root(document: Document, root: Label, offset: Offset) -> None:
    back: Offset = (-offset[0], -offset[1], -offset[2])
    if not XCAFDoc_ShapeTool.IsAssembly_s(root):
        _shift_geometry(document, root, offset)
        return
    for component in components(root):
        place = XCAFDoc_ShapeTool.GetLocation_s(component)
        XCAFDoc_Location.Set_s(component, _translation(back).Multiplied(place))


def _shift_geometry(document: Document, label: Label, offset: Offset) -> None:
    """Subtract an offset from the vertices of a part; colours of its faces come along."""
    back = _translation((-offset[0], -offset[1], -offset[2])).Transformation()
    moving = BRepBuilderAPI_Transform(shape_of(label), back, True)
    painted = [(shape_of(sub), colours_of(sub)) for sub in sub_shapes(label)]
    shape_tool(document).SetShape(label, moving.Shape())
    for shape, kinds in painted:
        fresh = shape_tool(document).AddSubShape(label, moving.ModifiedShape(shape))
        paint(document, fresh, kinds)


def _translation(offset: Offset) -> Any:  # noqa: ANN401 - a binding without types
    transformation = gp_Trsf()
    transformation.SetTranslation(gp_Vec(*offset))
    return TopLoc_Location(transformation)
