"""What moves in a scene: skins and animations, which a packed scene has as the raw one has them."""

from __future__ import annotations

from typing import Any

from conversion_runtime.errors import PackFailed
from glb_runtime.glb import Glb

MOVING = ("animations", "skins")


KEPT_KEYS = ("-af", "0")
RESAMPLED_KEYS = ("-af", "60")
"""The packer stores tangents of splines as bounded numbers, so curves become 60 keys a second."""


def key_options(glb: Glb) -> tuple[str, ...]:
    """Return how the packer is to treat the keys of the animations."""
    samplers = (sampler for one in glb.json.get("animations", []) for sampler in one["samplers"])
    is_curved = any(one.get("interpolation") == "CUBICSPLINE" for one in samplers)
    return RESAMPLED_KEYS if is_curved else KEPT_KEYS


def without_skins(glb: Glb) -> Glb:
    """Return a scene without the meshes whose joints place them, wherever their nodes are."""
    nodes = [_without_skin(node) for node in glb.json.get("nodes", [])]
    return Glb({**glb.json, "nodes": nodes})


def check_motion(before: Glb, after: Glb) -> None:
    """Require that a packed scene has the animations and skins of the raw one.

    Raises:
        PackFailed: it has not.
    """
    for name in MOVING:
        least, found = len(before.json.get(name, [])), len(after.json.get(name, []))
        if found != least:
            raise PackFailed(
                f"{name} changed when the model was packed",
                found=str(found),
                expected=str(least),
            )


def _without_skin(node: dict[str, Any]) -> dict[str, Any]:
    if "skin" not in node:
        return node
    return {name: value for name, value in node.items() if name not in ("mesh", "skin")}
