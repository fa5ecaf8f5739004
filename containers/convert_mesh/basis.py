"""Basis Universal runs on Node: one process for many textures, which lie in a folder."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from container_runtime.child import Limits
from conversion_runtime.child import run_child
from conversion_runtime.errors import ConversionCrashed

SCRIPTS = Path(__file__).resolve().parent / "scripts"
PACKAGE = "ktx2-encoder"


def run_basis(
    script: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    options: Sequence[str] = (),
) -> int:
    """Run a script of this package in a folder, with options of Node; return 0 or `REFUSED`.

    Raises:
        ConversionTimeLimit, ConversionCrashed: it did not end well, or is not installed.
    """
    command = [_node(), *options, str(SCRIPTS / script), str(_packages()), *arguments]
    return run_child(command, folder=folder, limits=limits)


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise ConversionCrashed("Node.js is not installed", expected="node in PATH")
    return found


def _packages() -> Path:
    """Return the folder of the packages that the packer beside this interpreter is one of."""
    packer = Path(sys.executable).parent / "gltfpack"
    found = packer.resolve().parent.parent
    if not (found / PACKAGE).is_dir():
        raise ConversionCrashed(f"{PACKAGE} is not installed", expected=f"{PACKAGE} in {found}")
    return found
