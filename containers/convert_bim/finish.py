"""What a conversion of BIM does last: check that all products came out, and pack the scene."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from conversion_runtime.errors import GeometryLost
from conversion_runtime.order import Converted, Facts, Order
from glb_runtime.glb import Glb
from glb_runtime.scene import finish_scene
from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.part_facts import Box, PartIdentity, ShapeFacts

PARTS = "parts.json"
"""Identity, place, box and shape of every node, by its name, and the local origin."""


def finish(order: Order, converted: Converted) -> Converted:
    """Check and pack what `write_scene` wrote.

    Raises:
        GeometryLost: a product did not come out.
        ConversionError: what `finish_scene` raises.
    """
    value = json.loads((order.folder / PARTS).read_text(encoding="utf-8"))

    def assembly_of(glb: Glb) -> Assembly:
        _check(glb, converted.facts)
        x, y, z = value["local_origin_metres"]
        roots = tuple(_joined(root, value["parts"]) for root in glb.tree())
        used = {node.shape for root in roots for node in _all(root)}
        shapes = {key: ShapeFacts.from_dict(facts) for key, facts in value["shapes"].items()}
        return Assembly((x, y, z), roots, {key: shapes[key] for key in shapes if key in used})

    return finish_scene(order, converted, assembly_of=assembly_of)


def _check(glb: Glb, facts: Facts) -> None:
    """Require that what went in came out."""
    if glb.mesh_nodes != int(facts["products"]):
        raise GeometryLost(
            "products were lost in the conversion",
            found=f"{glb.mesh_nodes} nodes with triangles",
            expected=f"{facts['products']} products",
        )


def _joined(node: AssemblyNode, parts: Mapping[str, Any]) -> AssemblyNode:
    """Return a node with the facts of the object of its name, which is unique."""
    part = parts[node.name]
    box, transform = part.get("box"), part.get("transform")
    if not node.triangles:
        box = transform = None
    return replace(
        node,
        node_id=node.path,
        identity=PartIdentity(**part["identity"]),
        transform=tuple(transform) if transform else None,
        box=Box.from_dict(box) if box else None,
        shape=part["shape"] if box else None,
        children=tuple(_joined(child, parts) for child in node.children),
    )


def _all(node: AssemblyNode) -> Iterator[AssemblyNode]:
    yield node
    for child in node.children:
        yield from _all(child)
