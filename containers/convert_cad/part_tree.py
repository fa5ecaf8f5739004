"""The tree of a document with identity, place and shape of every node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from OCP.gp import gp_Trsf, gp_Vec
from OCP.TDataStd import TDataStd_Name
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFDoc import XCAFDoc_ShapeTool

from convert_cad.identities import Identities
from convert_cad.settings import METRES
from convert_cad.shape_facts import box_of, measure, tidy
from convert_cad.shapes import (
    Label,
    components,
    entry,
    free_shapes,
    has_faces,
    referred,
    shape_of,
)
from convert_cad.step_document import Document
from twin.spatial.part_facts import Box, Matrix, PartIdentity, ShapeFacts

Binding = Any
"""An object of the bindings, which carry no types."""

Rotation = tuple[float, ...]


@dataclass
class PartTree:
    """Builds the tree; shapes are measured once, their boxes once for each rotation."""

    identities: Identities
    shapes: dict[str, ShapeFacts] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _alike: Counter[str] = field(default_factory=Counter)
    _boxes: dict[tuple[str, Rotation], Box] = field(default_factory=dict)

    def to_json(self, document: Document, offset: Sequence[float]) -> dict[str, Any]:
        """Return the tree as JSON; `offset` (mm) was subtracted from the document."""
        place = gp_Trsf()
        place.SetTranslation(gp_Vec(*offset))
        roots = [self._node(label, place) for label in free_shapes(document)]
        return {
            "roots": roots,
            "shapes": {key: asdict(facts) for key, facts in self.shapes.items()},
        }

    def _node(self, label: Label, above: Binding) -> dict[str, Any]:
        part = referred(label)
        place = above.Multiplied(XCAFDoc_ShapeTool.GetLocation_s(label).Transformation())
        is_part = not XCAFDoc_ShapeTool.IsAssembly_s(part)
        shape = self._shape(part) if is_part and has_faces(part) else None
        identity = self.identities.get(entry(label)) or _identity_of_root(part)
        return {
            "name": name_of(label) or name_of(part),
            "identity": asdict(identity),
            "transform": _matrix(place),
            "shape": shape,
            "box": asdict(self._box(part, place)) if shape else None,
            "children": [] if is_part else [self._node(one, place) for one in components(part)],
        }

    def _shape(self, part: Label) -> str:
        """Return the key of a part's shape: its signature, numbered where several share one."""
        if entry(part) not in self._keys:
            facts = measure(shape_of(part))
            self._alike[facts.signature] += 1
            alike = self._alike[facts.signature]
            key = f"{facts.signature}~{alike}" if alike > 1 else facts.signature
            self.shapes[key] = facts
            self._keys[entry(part)] = key
        return self._keys[entry(part)]

    def _box(self, part: Label, place: Binding) -> Box:
        turned = gp_Trsf()
        turned.SetRotation(place.GetRotation())
        key = (entry(part), tuple(round(value, 12) for value in _matrix(turned)))
        if key not in self._boxes:
            self._boxes[key] = box_of(shape_of(part).Moved(TopLoc_Location(turned), False))
        x, y, z = (place.Value(row, 4) * METRES for row in (1, 2, 3))
        low, high = self._boxes[key].minimum, self._boxes[key].maximum
        return Box(
            (tidy(low[0] + x), tidy(low[1] + y), tidy(low[2] + z)),
            (tidy(high[0] + x), tidy(high[1] + y), tidy(high[2] + z)),
        )


def _identity_of_root(part: Label) -> PartIdentity:
    return PartIdentity(product_name=name_of(part))


def name_of(label: Label) -> str:
    """Return the name of a label; empty where it has none."""
    # `FindAttribute` crashes where there is none.
    if not label.IsAttribute(TDataStd_Name.GetID_s()):
        return ""
    attribute = TDataStd_Name()
    label.FindAttribute(TDataStd_Name.GetID_s(), attribute)
    return str(attribute.Get().ToExtString())


def _matrix(place: Binding) -> Matrix:
    """Return a place in metres, row by row."""
    scale = {4: METRES}
    above = (
        tidy(place.Value(row, column) * scale.get(column, 1.0))
        for row in (1, 2, 3)
        for column in (1, 2, 3, 4)
    )
    return (*above, 0.0, 0.0, 0.0, 1.0)
