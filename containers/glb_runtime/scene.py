"""From a raw GLB to what every scene has: packed, raw, assembly tree, thumbnail, levels."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from conversion_runtime.order import Converted, Order
from glb_runtime.check import check_scene
from glb_runtime.glb import Glb
from glb_runtime.lod import write_levels
from glb_runtime.pack import pack
from glb_runtime.textures import with_web_textures
from glb_runtime.thumbnail import THUMBNAIL_FILE, draw_thumbnail
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE, SCENE_FILE

RAW_SCENE_FILE = "model.raw.glb"


def finish_scene(
    order: Order,
    converted: Converted,
    *,
    assembly_of: Callable[[Glb], Assembly] = lambda glb: Assembly((0.0, 0.0, 0.0), glb.tree()),
) -> Converted:
    """Check the raw GLB of a conversion, pack it, write its assembly tree and its thumbnail.

    Raises:
        SourceEmpty: it has no triangle, or none that has an area.
        SourceBoundsInvalid: a coordinate is not finite, or beyond all bounds.
        PackFailed: packing lost something.
        GeometryLost: the thumbnail shows nothing.
    """
    folder = order.folder
    glb = check_scene(folder / RAW_SCENE_FILE)
    source = with_web_textures(folder / RAW_SCENE_FILE, order.limits)
    pack(source, folder / SCENE_FILE, order.limits)
    levels = write_levels(source, folder / SCENE_FILE, order.limits)
    draw_thumbnail(folder / RAW_SCENE_FILE, order.limits)
    text = json.dumps(asdict(assembly_of(glb)), separators=(",", ":"))
    (folder / ASSEMBLY_FILE).write_text(text, encoding="utf-8")
    more = [name for name in converted.files if name != RAW_SCENE_FILE]
    facts = {**converted.facts, "triangles": glb.triangles}
    for level in levels:
        facts |= level.facts
    coarser = (level.file_name for level in levels)
    return Converted(
        files=(SCENE_FILE, RAW_SCENE_FILE, ASSEMBLY_FILE, THUMBNAIL_FILE, *coarser, *more),
        facts=facts,
    )
