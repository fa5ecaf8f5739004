"""Write what an IFC file shows into the working directory."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import ifcopenshell

from conversion_runtime.errors import GeometryLost, SourceEmpty
from conversion_runtime.order import Converted, Facts
from convert_bim.finish import PARTS
from convert_bim.frame import Frame, frame_of
from convert_bim.georeference import georeference
from convert_bim.ifc_file import File, length_unit_metres
from convert_bim.nodes import Nodes
from convert_bim.part_facts import parts_file
from convert_bim.products import Products, products_of
from convert_bim.properties import properties_of
from convert_bim.shapes import Shapes, shapes_of
from convert_bim.structure import Item, structure_of
from glb_runtime.scene import RAW_SCENE_FILE
from glb_runtime.write import write_glb

PROPERTIES = "properties.json"
SPACES = "spaces.glb"

LARGEST_LOST_SHARE = 0.01
"""Of products with a body; what is lost below it is told in the facts and in the properties."""


def write_scene(file: File) -> Converted:
    """Write the scene, the spaces, the properties and the parts of a file.

    Raises:
        SourceEmpty: no product has a surface.
        GeometryLost: the kernels could not compute too many of them.
        ConversionError: what the steps raise.
    """
    unit = length_unit_metres(file)
    products = products_of(file)
    root = structure_of(file, [*products.shown, *products.spaces])
    shapes = shapes_of(file, [*products.shown, *products.spaces])
    lost = sorted(products.with_body - shapes.keys())
    _check(products, shapes, lost)
    frame = frame_of(shapes)
    written = _write_models(root, products, shapes, frame)
    place = georeference(file)
    _write(PARTS, parts_file(root, shapes, frame))
    _write(PROPERTIES, properties_of(file, root, shapes, lost, place))
    facts = {**_facts(file, products, shapes), **place, "length_unit_metres": unit}
    facts["products_lost"] = len(lost)
    return Converted((RAW_SCENE_FILE, PROPERTIES, *written), facts)


def _check(products: Products, shapes: Shapes, lost: list[int]) -> None:
    if not any(product.id() in shapes for product in products.shown):
        if lost:
            raise GeometryLost(
                "no product of the file could be computed", found="0", expected=f"{len(lost)}"
            )
        raise SourceEmpty("no product of the file has a surface", expected="at least one")
    if len(lost) > LARGEST_LOST_SHARE * len(products.with_body):
        raise GeometryLost(
            "products were lost in the conversion",
            found=f"{len(products.with_body) - len(lost)} products with triangles",
            expected=f"{len(products.with_body)} products with a body",
        )


def _write_models(root: Item, products: Products, shapes: Shapes, frame: Frame) -> tuple[str, ...]:
    """Write the scene and, if there are any, the spaces; return the names of more files."""
    spaces = {product.id() for product in products.spaces}
    nodes = Nodes(shapes, frame)
    write_glb(Path(RAW_SCENE_FILE), [nodes.tree(root, shapes.keys() - spaces)])
    if not spaces & shapes.keys():
        return ()
    write_glb(Path(SPACES), [nodes.tree(root, spaces & shapes.keys())])
    return (SPACES,)


def _facts(file: File, products: Products, shapes: Shapes) -> Facts:
    classes = Counter(product.is_a() for product in products.shown if product.id() in shapes)
    return {
        "schema": str(file.schema_identifier),
        "products": sum(classes.values()),
        "product_classes": len(classes),
        "spaces": sum(product.id() in shapes for product in products.spaces),
        "storeys": len(file.by_type("IfcBuildingStorey")),
        "shapes": len({id(shape.geometry) for shape in shapes.values()}),
        "ifcopenshell": str(ifcopenshell.version),
    }


def _write(name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    Path(name).write_text(text, encoding="utf-8")
