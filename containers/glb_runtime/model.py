"""A scene in memory, as `write_glb` takes it: nodes, meshes of numpy arrays, materials, textures.

Objects are shared by identity: one mesh on many nodes is written once, and so is one material or
texture on many meshes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from numpy.typing import NDArray

Array = NDArray[Any]

WHITE = (1.0, 1.0, 1.0, 1.0)
BLACK = (0.0, 0.0, 0.0)

TEXTURES = (
    "base_colour_texture",
    "normal_texture",
    "emissive_texture",
    "metallic_roughness_texture",
)
"""The fields of a material that are images."""

Extras = Mapping[str, float | int | str]
"""What a node or material says beyond glTF: short numbers and texts, units in the names."""


@dataclass(frozen=True, eq=False)
class Texture:
    """An encoded image; `media_type` is image/png, image/jpeg or image/webp."""

    content: bytes
    media_type: str
    name: str = ""


@dataclass(frozen=True, eq=False)
class Material:
    """A surface, as glTF's metallic-roughness model has it; colours are linear, not sRGB.

    `transmission` is the share of light that goes through, as KHR_materials_transmission has it.

    https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#reference-material
    """

    name: str = ""
    base_colour: tuple[float, float, float, float] = WHITE
    metallic: float = 0.0
    roughness: float = 0.8
    emissive: tuple[float, float, float] = BLACK
    transmission: float = 0.0
    alpha_mode: Literal["OPAQUE", "MASK", "BLEND"] = "OPAQUE"
    double_sided: bool = True
    base_colour_texture: Texture | None = None
    normal_texture: Texture | None = None
    emissive_texture: Texture | None = None
    metallic_roughness_texture: Texture | None = None

    @property
    def has_textures(self) -> bool:
        """Tell whether vertices must say where something lies on them."""
        return any(getattr(self, name) is not None for name in TEXTURES)

    def without_textures(self) -> Material:
        """Return a material of the numbers alone."""
        return replace(
            self,
            base_colour_texture=None,
            normal_texture=None,
            emissive_texture=None,
            metallic_roughness_texture=None,
        )


@dataclass(frozen=True, eq=False)
class Primitive:
    """Triangles of one material.

    Shapes: `positions` (n, 3) in metres in the frame of the node, `triangles` (m, 3) of indices,
    `normals` (n, 3) of unit length, `texture_coordinates` (n, 2) with v downwards, `colours` (n, 4)
    linear from 0 to 1. Without normals a viewer shades every triangle flat.
    """

    positions: Array
    triangles: Array
    material: Material | None = None
    normals: Array | None = None
    texture_coordinates: Array | None = None
    colours: Array | None = None


@dataclass(frozen=True, eq=False)
class Mesh:
    """What one node shows."""

    primitives: tuple[Primitive, ...]
    name: str = ""


@dataclass(frozen=True, eq=False)
class Node:
    """A place in the scene; `matrix` (4, 4) takes column vectors from it to its parent."""

    name: str = ""
    matrix: Array | None = None
    mesh: Mesh | None = None
    children: tuple[Node, ...] = ()
    extras: Extras = field(default_factory=dict)
