"""A preview of a large scene with fewer triangles, which is shown until the whole one is there."""

from __future__ import annotations

from pathlib import Path

from container_runtime.child import Limits
from conversion_runtime.child import run_child
from conversion_runtime.errors import PackFailed
from glb_runtime.extent import box_extent
from glb_runtime.glb import Glb
from glb_runtime.motion import key_options, without_skins
from glb_runtime.pack import OPTIONS, packer

PREVIEW_FILE = "model.preview.glb"
LARGE_TRIANGLES = 200_000
"""A scene of fewer triangles loads as fast as its preview would."""

PREVIEW_TRIANGLES = 50_000
LARGEST_SHIFT = 0.05
"""How far the bounds may move, as a share of the diagonal."""


def write_preview(source: Path, packed: Path, limits: Limits) -> int:
    """Write the preview beside a large scene, and return its triangles; 0 where there is none.

    Of a small scene there is none, nor where it would come no sooner than the packed scene: names
    and places of many small parts do not get fewer.

    Raises:
        PackFailed: the packer wrote nothing, or something of another size.
        ConversionTimeLimit, ConversionCrashed: the packer did not end well.
    """
    before = Glb.from_file(source)
    if before.triangles < LARGE_TRIANGLES:
        return 0
    target = source.with_name(PREVIEW_FILE)
    ratio = f"{PREVIEW_TRIANGLES / before.triangles:.6f}"
    command = [
        packer(),
        "-i",
        source.name,
        "-o",
        target.name,
        *OPTIONS,
        *key_options(before),
        "-si",
        ratio,
    ]
    run_child(command, folder=source.parent, limits=limits)
    if not target.is_file():
        raise PackFailed("the packer wrote no preview")
    after = Glb.from_file(target)
    _check(before, after)
    if target.stat().st_size >= packed.stat().st_size:
        target.unlink()
        return 0
    return after.triangles


def _check(before: Glb, after: Glb) -> None:
    """Require that something is left of the scene, and where it was."""
    if not after.triangles:
        raise PackFailed("the preview shows nothing")
    still, left = without_skins(before), without_skins(after)
    if not still.triangles or not left.triangles:
        return
    whole, found = box_extent(still), box_extent(left)
    if not whole.holds(found, slack=LARGEST_SHIFT * whole.diagonal):
        raise PackFailed("the preview is not where the scene is", found=f"{found} m")
