"""The textures of a scene as KTX2, which stay compressed in the memory of a graphics card.

https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_texture_basisu
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from container_runtime.child import Limits
from conversion_runtime.child import run_child
from convert_mesh.basis import run_basis
from convert_mesh.card_sources import PLAN
from glb_runtime.accessors import Accessors
from glb_runtime.other_images import with_images
from glb_runtime.texture_uses import BASISU, WEBP, image_of
from glb_runtime.write import write_container

KTX2_TYPE = "image/ktx2"


def card_textures(raw: Path, limits: Limits) -> list[bytes]:
    """Return the images of a raw scene as KTX2, in their order.

    Raises:
        ConversionTimeLimit, ConversionCrashed: a process did not end well.
    """
    count = len(Accessors.from_file(raw).glb.json["images"])
    with TemporaryDirectory(dir=raw.parent) as name:
        folder = Path(name)
        names = [f"../{raw.name}", ".", json.dumps(asdict(limits))]
        run_child(
            [sys.executable, "-m", "convert_mesh.card_sources", *names],
            folder=folder,
            limits=limits,
        )
        run_basis("ktx2_encode.mjs", [PLAN], folder=folder, limits=limits)
        return [(folder / f"{index}.ktx2").read_bytes() for index in range(count)]


def write_with_textures(raw: Path, textures: Sequence[bytes], target: Path) -> None:
    """Write a raw scene with KTX2 in the place of its images."""
    gltf, buffer = with_images(Accessors.from_file(raw), textures)
    for image in gltf["images"]:
        image["mimeType"] = KTX2_TYPE
    for texture in gltf.get("textures", []):
        _refer(texture)
    for name in ("extensionsUsed", "extensionsRequired"):
        gltf[name] = sorted({*gltf.get(name, []), BASISU} - {WEBP})
    write_container(target, gltf, buffer)


def _refer(texture: dict[str, Any]) -> None:
    """Let a texture refer to its image by the extension alone: nothing else can show KTX2."""
    source = image_of(texture)
    texture.pop("source", None)
    texture.pop("extensions", None)
    if source is not None:
        texture["extensions"] = {BASISU: {"source": source}}
