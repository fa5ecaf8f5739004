"""The same scene with other images, as one buffer of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from glb_runtime.accessors import Accessors
from glb_runtime.write_buffer import Buffer


def with_images(accessors: Accessors, contents: Sequence[bytes]) -> tuple[dict[str, Any], Buffer]:
    """Return a copy of a scene's JSON and a buffer, with other contents of its images.

    Of what kind the images are, and how textures refer to them, stays for the caller to say.
    """
    gltf: dict[str, Any] = json.loads(json.dumps(accessors.glb.json))
    buffer, views = Buffer(), gltf.pop("bufferViews")
    gltf.pop("buffers")
    for accessor in gltf.get("accessors", []):
        view = views[accessor["bufferView"]]
        if "copied" not in view:
            start = view.get("byteOffset", 0)
            rows = accessors.content[start : start + view["byteLength"]]
            view["copied"] = buffer.add(rows, view.get("target"), view.get("byteStride"))
        accessor["bufferView"] = view["copied"]
    for image, content in zip(gltf["images"], contents, strict=True):
        image["bufferView"] = buffer.add(content)
    return gltf, buffer
