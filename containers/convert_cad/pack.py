"""Compress a GLB for the web: quantised, meshopt-compressed, names kept.

gltfpack reads no file but the one it is given: a GLB of ours holds everything.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from container_runtime.child import Limits
from convert_cad.child import run_child
from convert_cad.errors import CadPackFailed
from convert_cad.glb import Glb

OPTIONS = ("-cc", "-kn", "-km", "-ke", "-vp", "16")
"""Highest compression; keep node names, materials and extras; positions in 16 bits."""


def pack(raw: Path, target: Path, limits: Limits) -> None:
    """Write the compressed file beside the raw one.

    Raises:
        CadPackFailed: the packer is not installed, wrote nothing or lost a name or a triangle.
        CadTimeLimit, CadCrashed: the packer did not end well.
    """
    command = [_packer(), "-i", raw.name, "-o", target.name, *OPTIONS]
    run_child(command, folder=raw.parent, limits=limits)
    if not target.is_file():
        raise CadPackFailed("the packer wrote nothing")
    before, after = Glb.from_file(raw), Glb.from_file(target)
    if before.names != after.names:
        raise CadPackFailed(
            "node names changed when the model was packed",
            found=f"{len(after.names)} names",
            expected=f"{len(before.names)} names",
        )


def _packer() -> str:
    """Return the packer that is installed beside this interpreter."""
    found = shutil.which("gltfpack", path=str(Path(sys.executable).parent))
    if found is None:
        raise CadPackFailed(
            "gltfpack is not installed", expected=f"gltfpack in {Path(sys.executable).parent}"
        )
    return found
