"""The textures of a scene as WebP: `python -m glb_runtime.textures RAW TARGET LIMITS`.

The raw scene keeps its PNG and JPEG, which every reader knows; what is packed from the target has
EXT_texture_webp: https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_texture_webp
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from container_runtime.child import Limits, limit_this_process
from conversion_runtime.child import run_child
from conversion_runtime.errors import PackFailed
from glb_runtime.glb import Glb
from glb_runtime.texture_uses import WEBP, exact_images

WEB_TEXTURES_FILE = "model.textures.glb"
WEBP_TYPE = "image/webp"


def with_web_textures(raw: Path, limits: Limits) -> Path:
    """Return a scene with the textures for the web: another file, or the same if it has none.

    Raises:
        PackFailed: nothing was written.
        ConversionTimeLimit, ConversionCrashed: the process did not end well.
    """
    if not Glb.from_file(raw).json.get("images"):
        return raw
    target = raw.with_name(WEB_TEXTURES_FILE)
    names = [raw.name, target.name, json.dumps(asdict(limits))]
    command = [sys.executable, "-m", "glb_runtime.textures", *names]
    run_child(command, folder=raw.parent, limits=limits)
    if not target.is_file():
        raise PackFailed("the textures for the web were not written")
    return target


def main(raw: str, target: str, limits: str) -> int:
    """Write the scene with other images in the working directory."""
    limit_this_process(Limits(**json.loads(limits)))
    # Only now: the limits hold for the libraries too.
    from glb_runtime.accessors import Accessors
    from glb_runtime.images import web_image
    from glb_runtime.other_images import with_images
    from glb_runtime.write import write_container

    accessors = Accessors.from_file(Path(raw))
    exact = exact_images(accessors.glb.json)
    contents = [
        web_image(accessors.image(index), is_exact=index in exact)
        for index in range(len(accessors.glb.json["images"]))
    ]
    gltf, buffer = with_images(accessors, contents)
    for image, content in zip(gltf["images"], contents, strict=True):
        image["mimeType"] = WEBP_TYPE if content[8:12] == b"WEBP" else image["mimeType"]
    _use_webp(gltf)
    write_container(Path(target), gltf, buffer)
    return 0


def _use_webp(gltf: dict[str, Any]) -> None:
    used = False
    for texture in gltf.get("textures", []):
        source = texture.get("source")
        if source is not None and gltf["images"][source]["mimeType"] == WEBP_TYPE:
            del texture["source"]
            texture["extensions"] = {**texture.get("extensions", {}), WEBP: {"source": source}}
            used = True
    for name in ("extensionsUsed", "extensionsRequired") if used else ():
        gltf[name] = sorted({*gltf.get(name, []), WEBP})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
