"""GLB → USDZ for augmented reality on phones and tablets."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.order import Converted, Order

LAYER = Path("model.usdc")
PACKAGE = Path("model.usdz")


def convert(order: Order) -> Converted:
    """Convert one file, as it stands at rest: without animations.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_usd.glb_file import open_glb
    from convert_usd.glb_scene import GlbScene
    from convert_usd.usd_scene import write_layer
    from convert_usd.usdz import write_package

    file = open_glb(order.source)
    scene = GlbScene(file)
    written = write_layer(scene.roots(), LAYER)
    write_package(LAYER, PACKAGE, triangles=written.triangles)
    counts = {
        "textures": written.materials.textures,
        "textures_left_out": scene.materials.left_out,
        "animations_left_out": len(file.json.get("animations", [])),
    }
    facts = {name: count for name, count in counts.items() if count}
    return Converted((str(PACKAGE),), {"triangles": written.triangles, **facts})
