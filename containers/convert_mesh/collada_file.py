"""Read COLLADA: the tree of its scene, with names, units and the up axis of the file.

https://www.khronos.org/files/collada_spec_1_4.pdf
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import collada
import numpy as np
from collada.common import DaeBrokenRefError, DaeError, DaeUnsupportedError
from collada.scene import ControllerNode, GeometryNode
from collada.scene import Node as SceneNode

from conversion_runtime.errors import (
    SourceBoundsInvalid,
    SourceDamaged,
    SourceEmpty,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_mesh.collada_materials import CommonMaterials
from convert_mesh.collada_mesh import MeshReader
from convert_mesh.files import BundleFiles
from convert_mesh.frame import Frame
from convert_mesh.plain_xml import check_plain
from convert_mesh.source_scene import SourceScene
from glb_runtime.model import Node
from glb_runtime.write import MAXIMUM_DEPTH, MAXIMUM_NODES

Binding = Any
"""An object of pycollada, which has no types."""

BROKEN = (
    *(AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError),
    *(ZeroDivisionError, RecursionError, LookupError),
)
"""What pycollada raises besides its own errors, where a file leaves out what it counts on."""

UP_AXES = {"X_UP": "x", "Y_UP": "y", "Z_UP": "z"}


def read_collada(content: bytes, files: BundleFiles | None = None) -> SourceScene:
    """Return the default scene, in the unit and axes of the file, with the images of an archive.

    Raises:
        SourceUnreadable, SourceUnsupported, SourceDamaged: the reader does not take it.
        SourceTooComplex: nodes repeat or nest too much.
        SourceEmpty: it has no scene.
        SourceBoundsInvalid: a number is none.
        SourceExternalReference: an image is not in the archive.
    """
    check_plain(content)
    if content.startswith(b"PK"):
        raise SourceUnreadable("the file is an archive", expected="COLLADA as text")
    document = _guarded(lambda: collada.Collada(io.BytesIO(content), aux_file_loader=_no_file))
    if document.scene is None:
        raise SourceEmpty("the file has no scene", expected="a visual scene")
    _check_numbers(document)
    reader = _Reader(MeshReader(CommonMaterials(files)))
    roots = _guarded(lambda: tuple(reader.node(one, depth=1) for one in document.scene.nodes))
    asset = document.assetInfo
    unit = 1.0 if asset.unitmeter is None else float(asset.unitmeter)
    if not (np.isfinite(unit) and unit > 0):
        raise SourceDamaged("the unit of the file is no length")
    frame = Frame(unit, UP_AXES.get(asset.upaxis, "y"), is_stated=True)
    has_files = files is not None
    return SourceScene(roots, frame, _facts(document, reader, has_files=has_files))


def _guarded(read: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the reader returns
    try:
        return read()
    except DaeUnsupportedError as error:
        raise SourceUnsupported("the file uses a part of COLLADA that is not read") from error
    except DaeBrokenRefError as error:
        raise SourceDamaged("a reference of the file leads nowhere") from error
    except (DaeError, *BROKEN) as error:
        raise SourceDamaged(
            "the file is no COLLADA, or damaged", found=type(error).__name__
        ) from error


def _check_numbers(document: Binding) -> None:
    """Require that numbers are; pycollada reads what is none as zero."""
    for array in document.xmlnode.getroot().iter(document.tag("float_array")):
        if "nan" in (array.text or "").lower():
            raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")


def _no_file(name: str) -> bytes:
    """Refuse every other file; pycollada asks only where the pixels of a texture are wanted."""
    raise DaeBrokenRefError(name)


def _facts(document: Binding, reader: _Reader, *, has_files: bool) -> dict[str, int]:
    facts = {
        "external_textures": 0 if has_files else len(document.images),
        "animations_left_out": len(document.animations),
        "skins_left_out": reader.controllers,
    }
    return {name: count for name, count in facts.items() if count}


@dataclass
class _Reader:
    meshes: MeshReader
    nodes: int = 0
    controllers: int = 0

    def node(self, node: Binding, *, depth: int) -> Node:
        """Return a node of the scene; one that is used in several places is there several times."""
        self._count(depth)
        children = list(self._children(node, depth))
        name = str(getattr(node, "name", None) or getattr(node, "id", None) or "")
        matrix = np.array(node.matrix, float).reshape(4, 4)
        geometries = [one for one in children if one.name == "" and not one.children]
        if len(geometries) == 1:
            others = tuple(one for one in children if one is not geometries[0])
            return Node(name, matrix, geometries[0].mesh, others)
        return Node(name, matrix, None, tuple(children))

    def _children(self, node: Binding, depth: int) -> Iterator[Node]:
        for child in node.children:
            if isinstance(child, SceneNode):
                yield self.node(child, depth=depth + 1)
            elif isinstance(child, GeometryNode):
                yield Node(mesh=self.meshes.mesh(child.geometry, child.materials))
            elif isinstance(child, ControllerNode):
                self.controllers += 1
                geometry = getattr(child.controller, "geometry", None)
                if geometry is not None:
                    yield Node(mesh=self.meshes.mesh(geometry, child.materials))

    def _count(self, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAXIMUM_NODES or depth > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "nodes repeat or nest too much",
                expected=f"at most {MAXIMUM_NODES} of them, {MAXIMUM_DEPTH} deep",
            )
