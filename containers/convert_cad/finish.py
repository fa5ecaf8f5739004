"""What every conversion of CAD does last: check that all parts came out, and pack the scene."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conversion_runtime.errors import GeometryLost
from conversion_runtime.order import Converted, Facts, Order

if TYPE_CHECKING:
    from glb_runtime.glb import Glb
    from twin.spatial.assembly import Assembly

PARTS = "parts.json"
"""Identity, place and shape of every node, as `PartTree` measures them, and the local origin."""


def finish(order: Order, converted: Converted) -> Converted:
    """Check and pack what `write_scene` wrote.

    Raises:
        GeometryLost: a part did not come out.
        ConversionError: what `finish_scene` raises.
    """
    # Only here: the process that reads the source needs none of it.
    from convert_cad.node_facts import with_facts
    from glb_runtime.scene import finish_scene
    from twin.spatial.assembly import Assembly

    parts = json.loads((order.folder / PARTS).read_text(encoding="utf-8"))

    def assembly_of(glb: Glb) -> Assembly:
        _check(glb, converted.facts)
        x, y, z = (value / 1000 for value in parts["local_origin_millimetres"])
        return with_facts(Assembly(local_origin_metres=(x, y, z), roots=glb.tree()), parts)

    return finish_scene(order, converted, assembly_of=assembly_of)


def _check(glb: Glb, facts: Facts) -> None:
    """Require that what went in came out."""
    if glb.mesh_nodes < int(facts["occurrences"]):
        raise GeometryLost(
            "parts were lost in the conversion",
            found=f"{glb.mesh_nodes} nodes with triangles",
            expected=f"{facts['occurrences']} occurrences of {facts['parts']} parts",
        )
