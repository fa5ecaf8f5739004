"""The textures of a scene as WebP: `python -m glb_runtime.textures RAW TARGET LIMITS`.

The raw scene keeps its PNG and JPEG, which every reader knows; what is packed from the target has
EXT_texture_webp: https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_texture_webp
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from container_runtime.child import Limits, limit_this_process
from conversion_runtime.child import run_child
from conversion_runtime.errors import PackFailed
from glb_runtime.glb import Glb

WEB_TEXTURES_FILE = "model.textures.glb"
COLOURS = ("baseColorTexture", "emissiveTexture", "sheenColorTexture", "specularColorTexture")
"""Textures that hold colours: all others hold directions and numbers."""

WEBP = "EXT_texture_webp"
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
    from glb_runtime.write import write_container
    from glb_runtime.write_buffer import Buffer

    accessors = Accessors.from_file(Path(raw))
    gltf: dict[str, Any] = json.loads(json.dumps(accessors.glb.json))
    exact, buffer, views = _exact_images(gltf), Buffer(), gltf.pop("bufferViews")
    gltf.pop("buffers")
    for accessor in gltf.get("accessors", []):
        view = views[accessor["bufferView"]]
        if "copied" not in view:
            start = view.get("byteOffset", 0)
            rows = accessors.content[start : start + view["byteLength"]]
            view["copied"] = buffer.add(rows, view.get("target"), view.get("byteStride"))
        accessor["bufferView"] = view["copied"]
    for index, image in enumerate(gltf["images"]):
        content = web_image(accessors.image(index), is_exact=index in exact)
        image["bufferView"] = buffer.add(content)
        image["mimeType"] = WEBP_TYPE if content[8:12] == b"WEBP" else image["mimeType"]
    _use_webp(gltf)
    write_container(Path(target), gltf, buffer)
    return 0


def _exact_images(gltf: Mapping[str, Any]) -> set[int]:
    """Return the images of textures that are used for something else than colours."""
    uses = [use for material in gltf.get("materials", []) for use in _uses(material, "")]
    textures = gltf.get("textures", [])
    return {
        textures[index].get("source", -1)
        for name, index in uses
        if name not in COLOURS and index < len(textures)
    }


def _uses(value: Any, name: str) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - any JSON
    """Yield the textures below a value of a material, by what they are used as."""
    if isinstance(value, dict):
        if "index" in value and name.endswith("Texture"):
            yield name, value["index"]
        for key, below in value.items():
            yield from _uses(below, key)


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
