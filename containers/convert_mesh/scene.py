"""From a scene in the frame of its file to the raw GLB that a conversion leaves to be finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Facts
from convert_mesh.clean import cleaned
from convert_mesh.frame import Frame
from glb_runtime.model import Mesh, Node
from glb_runtime.scene import RAW_SCENE_FILE
from glb_runtime.transform import in_frame, near_origin
from glb_runtime.write import write_glb

ORIGIN = ("origin_x_metres", "origin_y_metres", "origin_z_metres")
"""Facts of a scene with a local origin: what was subtracted, with Z up."""


def write_scene(roots: Sequence[Node], frame: Frame, facts: Facts | None = None) -> Converted:
    """Write a scene into the working directory.

    Raises:
        SourceEmpty: it has no triangle, or none that has an area.
        SourceBoundsInvalid: a coordinate is not finite.
        SourceTooComplex: it has too many nodes.
    """
    if not any(len(one.triangles) for mesh in _meshes(roots) for one in mesh.primitives):
        raise SourceEmpty("the file has no triangles", expected="at least one face")
    seen, flat = cleaned(roots)
    if not any(_meshes(seen)):
        raise SourceEmpty("no triangle of the file has an area", found=f"{flat} triangles")
    scene, offset = near_origin(in_frame(seen, frame.matrix))
    write_glb(Path(RAW_SCENE_FILE), scene)
    left_out = {"flat_triangles_left_out": flat} if flat else {}
    return Converted(
        (RAW_SCENE_FILE,), {**frame.facts, **origin_facts(offset), **left_out, **(facts or {})}
    )


def _meshes(nodes: Sequence[Node]) -> Iterator[Mesh]:
    for node in nodes:
        if node.mesh is not None:
            yield node.mesh
        yield from _meshes(node.children)


def origin_facts(offset: tuple[float, float, float]) -> Facts:
    """Return what was subtracted from a scene, in metres with Y up, as facts with Z up."""
    x, y, z = offset
    return dict(zip(ORIGIN, (x, -z, y), strict=True)) if any(offset) else {}
