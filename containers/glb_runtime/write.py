"""Write a scene as GLB: Y up, metres, everything in the one file, the same bytes every time.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#glb-file-format-specification
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceTooComplex
from glb_runtime.model import Node
from glb_runtime.write_buffer import Buffer
from glb_runtime.write_meshes import MeshWriter

MAXIMUM_NODES = 250_000
"""A viewer draws some thousands; each node costs the readers after this a kilobyte or two."""

MAXIMUM_DEPTH = 200
"""Readers of trees call themselves for each level, and Python ends that at about a thousand."""

MAXIMUM_BYTES = 2**32 - 1
"""The length of a GLB is a number of 32 bits."""

IDENTITY = np.eye(4)
ROOT: dict[str, Any] = {"asset": {"version": "2.0", "generator": "digital-twin-framework"}}


def write_glb(path: Path, roots: Sequence[Node]) -> None:
    """Write a scene. The arrays are written one by one, not gathered in memory before.

    Raises:
        SourceTooComplex: it has too many nodes, is too deep, or does not fit into a GLB.
        SourceBoundsInvalid: a coordinate is not finite in 32 bits.
        SourceDamaged: a triangle has a corner that is no vertex.
    """
    buffer = Buffer()
    meshes = MeshWriter(buffer)
    nodes, first = _nodes(roots, meshes)
    gltf = {**ROOT, "scene": 0, "scenes": [{"nodes": first} if first else {}]}
    gltf |= {name: value for name, value in (("nodes", nodes), *meshes.tables()) if value}
    if used := [*meshes.extensions, *meshes.optional_extensions]:
        gltf |= {"extensionsUsed": used}
    if meshes.extensions:
        gltf |= {"extensionsRequired": meshes.extensions}
    write_container(path, gltf, buffer)


def _nodes(roots: Sequence[Node], meshes: MeshWriter) -> tuple[list[dict[str, Any]], list[int]]:
    """Return glTF's nodes, parents before children, and the indices of the roots."""
    nodes: list[dict[str, Any]] = []
    first: list[int] = []
    waiting = [(node, first, 1) for node in reversed(roots)]
    while waiting:
        node, siblings, depth = waiting.pop()
        _check_size(len(nodes), depth)
        siblings.append(len(nodes))
        children: list[int] = []
        nodes.append(_node(node, meshes, children))
        waiting += [(child, children, depth + 1) for child in reversed(node.children)]
    return nodes, first


def _node(node: Node, meshes: MeshWriter, children: list[int]) -> dict[str, Any]:
    value: dict[str, Any] = {"name": node.name} if node.name else {}
    if node.matrix is not None and not np.array_equal(node.matrix, IDENTITY):
        value["matrix"] = np.asarray(node.matrix, float).T.ravel().tolist()
    if node.mesh is not None:
        value["mesh"] = meshes.index_of(node.mesh)
    if node.children:
        value["children"] = children
    if node.extras:
        value["extras"] = dict(node.extras)
    return value


def _check_size(written: int, depth: int) -> None:
    if written >= MAXIMUM_NODES:
        raise SourceTooComplex(
            "the scene has too many nodes", expected=f"at most {MAXIMUM_NODES} nodes"
        )
    if depth > MAXIMUM_DEPTH:
        raise SourceTooComplex(
            "the scene is nested too deeply", expected=f"at most {MAXIMUM_DEPTH} levels"
        )


def write_container(path: Path, gltf: Mapping[str, Any], buffer: Buffer) -> None:
    """Write a GLB of glTF's JSON, without buffers and views, and of what a buffer gathered.

    Raises:
        SourceTooComplex: it does not fit into a GLB.
        SourceBoundsInvalid: a number is not finite.
    """
    text = _json(gltf, buffer)
    length = 12 + 8 + len(text) + (8 + buffer.size_bytes if buffer.size_bytes else 0)
    if length > MAXIMUM_BYTES:
        raise SourceTooComplex(
            "the scene is too large for one GLB",
            found=f"{length} bytes",
            expected=f"at most {MAXIMUM_BYTES} bytes",
        )
    with path.open("wb") as file:
        file.write(struct.pack("<4sII", b"glTF", 2, length))
        file.write(struct.pack("<I4s", len(text), b"JSON") + text)
        if buffer.size_bytes:
            file.write(struct.pack("<I4s", buffer.size_bytes, b"BIN\0"))
            buffer.write(file)


def _json(gltf: Mapping[str, Any], buffer: Buffer) -> bytes:
    whole = dict(gltf)
    if buffer.size_bytes:
        whole |= {"bufferViews": buffer.views, "buffers": [{"byteLength": buffer.size_bytes}]}
    try:
        text = json.dumps(whole, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise SourceBoundsInvalid("a number of the scene is not finite") from error
    content = text.encode("utf-8", "replace")
    return content + b" " * (-len(content) % 4)
