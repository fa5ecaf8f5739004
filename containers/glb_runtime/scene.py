"""From a raw GLB to the files that every scene has: packed, raw, and its assembly tree."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Order
from glb_runtime.glb import Glb
from glb_runtime.pack import pack
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE, SCENE_FILE

RAW_SCENE_FILE = "model.raw.glb"


def finish_scene(
    order: Order,
    converted: Converted,
    *,
    assembly_of: Callable[[Glb], Assembly] = lambda glb: Assembly((0.0, 0.0, 0.0), glb.tree()),
) -> Converted:
    """Check the raw GLB of a conversion, pack it and write its assembly tree.

    Raises:
        SourceEmpty: it has no triangle.
        SourceBoundsInvalid: a coordinate is not finite.
        PackFailed: packing lost something.
    """
    folder = order.folder
    glb = Glb.from_file(folder / RAW_SCENE_FILE)
    if glb.triangles == 0:
        raise SourceEmpty("the file has no triangles", expected="at least one solid or surface")
    glb.check_bounds()
    pack(folder / RAW_SCENE_FILE, folder / SCENE_FILE, order.limits)
    text = json.dumps(asdict(assembly_of(glb)), separators=(",", ":"))
    (folder / ASSEMBLY_FILE).write_text(text, encoding="utf-8")
    more = [name for name in converted.files if name != RAW_SCENE_FILE]
    return Converted(
        files=(SCENE_FILE, RAW_SCENE_FILE, ASSEMBLY_FILE, *more),
        facts={**converted.facts, "triangles": glb.triangles},
    )
