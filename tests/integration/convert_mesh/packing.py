"""GLB files as gltfpack compresses them, and as the console's decoder unpacks them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage

UNPACK = Path(__file__).with_name("unpack_meshopt.mjs")
DECODER = UNPACK.parents[3] / "web" / "node_modules" / "three"


def pack(converter: ConversionImage, content: bytes, folder: Path, *options: str) -> bytes:
    """Return a GLB as the packer of the image compresses it, names kept."""
    source, target = folder / "plain.glb", folder / "packed.glb"
    source.write_bytes(content)
    packer = converter.python.parent / "gltfpack"
    _run([str(packer), "-i", source.name, "-o", target.name, "-kn", *options], folder)
    return target.read_bytes()


def unpack(content: bytes, folder: Path) -> bytes:
    """Return a GLB without compression, by a decoder that is not the converter's."""
    node = shutil.which("node")
    if node is None or not DECODER.is_dir():
        pytest.skip("Node.js or the packages of the console are not installed")
    source, target = folder / "compressed.glb", folder / "unpacked.glb"
    source.write_bytes(content)
    _run([node, str(UNPACK), source.name, target.name], folder)
    return target.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(
        command, cwd=folder, check=True, capture_output=True, env={"PATH": os.environ["PATH"]}
    )
