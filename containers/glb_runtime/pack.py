"""Compress a GLB for the web: quantised, meshopt-compressed, names kept.

gltfpack reads no file but the one it is given: a GLB of ours holds everything.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from container_runtime.child import Limits
from conversion_runtime.child import run_child
from conversion_runtime.errors import PackFailed
from glb_runtime.extent import Extent, box_extent, flat_triangles, vertex_extent
from glb_runtime.glb import Glb
from glb_runtime.motion import check_motion, key_options, without_skins

OPTIONS = ("-cc", "-kn", "-km", "-ke", "-vp", "16", "-ac", "-ar", "16", "-at", "24")
"""Highest compression; keep node names, materials and extras; positions in 16 bits. Animations have
all their tracks, rotations in 16 bits and translations in 24."""


LARGEST_SHIFT = 0.001
"""How far the bounds may move, as a share of the model's diagonal: as fine as the tessellation."""


def pack(raw: Path, target: Path, limits: Limits) -> None:
    """Write the compressed file beside the raw one.

    Raises:
        PackFailed: the packer is not installed, wrote nothing, lost a name or a triangle that
            shows, or changed the bounds.
        ConversionTimeLimit, ConversionCrashed: the packer did not end well.
    """
    command = [
        packer(),
        "-i",
        raw.name,
        "-o",
        target.name,
        *OPTIONS,
        *key_options(Glb.from_file(raw)),
    ]
    run_child(command, folder=raw.parent, limits=limits)
    if not target.is_file():
        raise PackFailed("the packer wrote nothing")
    check_packed(raw, target)


def check_packed(raw: Path, target: Path) -> None:
    """Require that a compressed file shows what the raw one shows.

    Raises:
        PackFailed: a name or a triangle is missing, or the bounds differ.
    """
    before, after = Glb.from_file(raw), Glb.from_file(target)
    check_names(before, after)
    _check_triangles(before, after, raw)
    check_motion(before, after)
    still = without_skins(before)
    if still.triangles:
        _check_extent(still, without_skins(after), raw)


def check_names(before: Glb, after: Glb) -> None:
    """Require the same names of nodes.

    Raises:
        PackFailed: they are others.
    """
    if before.names != after.names:
        raise PackFailed(
            "node names changed when the model was packed",
            found=f"{len(after.names)} names",
            expected=f"{len(before.names)} names",
        )


def _check_triangles(before: Glb, after: Glb, raw: Path) -> None:
    """Require every triangle; the packer leaves out those that have no area."""
    lost = before.triangles - after.triangles
    if lost and not 0 < lost <= flat_triangles(before, raw):
        raise PackFailed(
            "triangles changed when the model was packed",
            found=f"{after.triangles} triangles",
            expected=f"{before.triangles} triangles",
        )


def _check_extent(before: Glb, after: Glb, raw: Path) -> None:
    """Require that the packed boxes reach as far as the vertices, and no farther than their boxes.

    The two differ where the packer turned the vertices of a node instead of the node itself.
    """
    least, found, most = vertex_extent(before, raw), box_extent(after), box_extent(before)
    slack = LARGEST_SHIFT * most.diagonal
    if not (found.holds(least, slack=slack) and most.holds(found, slack=slack)):
        raise _out_of_bounds(found, least)


def _out_of_bounds(found: Extent, expected: Extent) -> PackFailed:
    return PackFailed(
        "the bounds changed when the model was packed",
        found=f"{found} m",
        expected=f"{expected} m",
    )


def packer() -> str:
    """Return the packer that is installed beside this interpreter.

    Raises:
        PackFailed: there is none.
    """
    found = shutil.which("gltfpack", path=str(Path(sys.executable).parent))
    if found is None:
        raise PackFailed(
            "gltfpack is not installed", expected=f"gltfpack in {Path(sys.executable).parent}"
        )
    return found
