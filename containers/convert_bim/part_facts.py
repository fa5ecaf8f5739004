"""Identity, place and box of every node, as `assembly.json` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from convert_bim.frame import Frame
from convert_bim.ifc_file import Entity
from convert_bim.properties import type_of
from convert_bim.shape_facts import measured
from convert_bim.shapes import Shapes
from convert_bim.structure import Item
from twin.spatial.part_facts import Box, PartIdentity, vector


def parts_file(root: Item, shapes: Shapes, frame: Frame) -> dict[str, Any]:
    """Return the facts of every object by the name of its node, the distinct shapes by numbers,
    and the local origin.
    """
    geometries = {id(shape.geometry): shape.geometry for shape in shapes.values()}
    keys = {number: str(at) for at, number in enumerate(geometries)}
    parts = {item.key: _part(item, shapes, keys) for item in root.all()}
    measures = {keys[number]: asdict(measured(one)) for number, one in geometries.items()}
    return {"local_origin_metres": list(frame.origin), "parts": parts, "shapes": measures}


def _part(item: Item, shapes: Shapes, keys: Mapping[int, str]) -> dict[str, Any]:
    value: dict[str, Any] = {"identity": asdict(_identity(item.entity))}
    shape = shapes.get(item.entity.id())
    if shape is not None:
        points = shape.world()
        box = Box(vector(points.min(axis=0).tolist()), vector(points.max(axis=0).tolist()))
        value |= {"transform": shape.matrix.ravel().tolist(), "box": asdict(box)}
        value["shape"] = keys[id(shape.geometry)]
    return value


def _identity(entity: Entity) -> PartIdentity:
    """Return what the file calls an object: its class and type, its tag and name, its GlobalId."""
    kind = type_of(entity)
    return PartIdentity(
        product_id=entity.is_a(),
        product_name=(kind.Name or "") if kind is not None else "",
        instance_id=getattr(entity, "Tag", None) or "",
        instance_name=entity.Name or getattr(entity, "LongName", None) or "",
        global_id=entity.GlobalId or "",
    )
