"""Materials of COLLADA, of its common profile, become ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import numpy as np
from collada.material import Map

from convert_mesh.colour import linear
from convert_mesh.embedded import texture_from_file
from convert_mesh.files import BundleFiles
from glb_runtime.model import Material, Texture

Binding = Any
"""An object of pycollada, which has no types."""


@dataclass
class CommonMaterials:
    """Reads each material and each image once; images only where there is an archive."""

    files: BundleFiles | None = None
    _materials: dict[int, Material] = field(default_factory=dict)
    _textures: dict[str, Texture] = field(default_factory=dict)

    def of(self, material: Binding) -> Material:
        """Return a material.

        Raises:
            SourceExternalReference: an image is not in the archive.
            SourceDamaged, SourceTooComplex, SourceUnsupported: an image is not readable.
        """
        if id(material) not in self._materials:
            self._materials[id(material)] = self._material(material)
        return self._materials[id(material)]

    def _material(self, material: Binding) -> Material:
        """Return the colours and images of an effect."""
        effect = material.effect
        base = _colour(effect.diffuse, (0.8, 0.8, 0.8))
        opacity = _opacity(effect)
        return Material(
            name=str(material.name or material.id or ""),
            base_colour=(base[0], base[1], base[2], opacity),
            emissive=self._emissive(effect.emission),
            alpha_mode="BLEND" if opacity < 1 else "OPAQUE",
            base_colour_texture=self._texture(effect.diffuse),
            emissive_texture=self._texture(effect.emission),
        )

    def _emissive(self, value: Binding) -> tuple[float, float, float]:
        if isinstance(value, Map) and self.files is None:
            return (0.0, 0.0, 0.0)
        return _colour(value, (0.0, 0.0, 0.0))

    def _texture(self, value: Binding) -> Texture | None:
        if self.files is None or not isinstance(value, Map):
            return None
        path = unquote(str(value.sampler.surface.image.path))
        if path not in self._textures:
            self._textures[path] = texture_from_file(self.files.read(path), path)
        return self._textures[path]


def _colour(value: Binding, default: tuple[float, float, float]) -> tuple[float, float, float]:
    if value is None:
        return default
    if isinstance(value, Map):
        return (1.0, 1.0, 1.0)
    red, green, blue = linear(np.array(value[:3], float)[None]).ravel().tolist()
    return red, green, blue


def _opacity(effect: Binding) -> float:
    """Return the opacity of the usual mode: https://www.khronos.org/files/collada_spec_1_5.pdf"""
    share = effect.transparency
    if isinstance(share, Map) or share is None or not isinstance(share, float | int):
        return 1.0
    alpha = effect.transparent[3] if isinstance(effect.transparent, tuple | list) else 1.0
    return min(max(float(share) * float(alpha), 0.0), 1.0)
