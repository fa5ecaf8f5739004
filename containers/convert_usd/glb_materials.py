"""The materials of a GLB, as USD needs them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from conversion_runtime.errors import SourceTooComplex
from convert_usd.glb_file import GlbFile
from convert_usd.limits import MAXIMUM_TEXTURES
from convert_usd.textures import checked_type
from glb_runtime.model import Material, Texture

WEBP = "EXT_texture_webp"


@dataclass(frozen=True, eq=False)
class Surface(Material):
    """A material with what USD has beyond it."""

    alpha_cutoff: float = 0.5


@dataclass
class Materials:
    """Reads each material and each image once; `left_out` counts images that are not decoded."""

    file: GlbFile
    left_out: int = 0
    _surfaces: dict[int, Surface] = field(default_factory=dict)
    _images: dict[int, Texture | None] = field(default_factory=dict)

    def of(self, index: int | None) -> Surface | None:
        """Return a material, or None where a primitive has none."""
        if index is None:
            return None
        if index not in self._surfaces:
            self._surfaces[index] = self._surface(self.file.entry("materials", index))
        return self._surfaces[index]

    def _surface(self, value: Mapping[str, Any]) -> Surface:
        metallic = value.get("pbrMetallicRoughness", {})
        red, green, blue, alpha = _numbers(metallic.get("baseColorFactor"), (1.0, 1.0, 1.0, 1.0))
        mode = value.get("alphaMode", "OPAQUE")
        return Surface(
            name=str(value.get("name", "")),
            base_colour=(red, green, blue, alpha),
            metallic=_number(metallic.get("metallicFactor"), 1.0),
            roughness=_number(metallic.get("roughnessFactor"), 1.0),
            emissive=_three(value.get("emissiveFactor")),
            alpha_mode=mode if mode in ("MASK", "BLEND") else "OPAQUE",
            double_sided=bool(value.get("doubleSided", False)),
            base_colour_texture=self._texture(metallic.get("baseColorTexture")),
            normal_texture=self._texture(value.get("normalTexture")),
            emissive_texture=self._texture(value.get("emissiveTexture")),
            metallic_roughness_texture=self._texture(metallic.get("metallicRoughnessTexture")),
            alpha_cutoff=_number(value.get("alphaCutoff"), 0.5),
        )

    def _texture(self, value: Mapping[str, Any] | None) -> Texture | None:
        if value is None:
            return None
        texture = self.file.entry("textures", value["index"])
        webp = texture.get("extensions", {}).get(WEBP, {})
        index = webp.get("source", texture.get("source"))
        if index is None:
            return None
        if index not in self._images:
            if len(self._images) >= MAXIMUM_TEXTURES:
                raise SourceTooComplex(
                    "the scene has too many textures", expected=f"at most {MAXIMUM_TEXTURES}"
                )
            self._images[index] = self._image(self.file.entry("images", index))
            self.left_out += self._images[index] is None
        return self._images[index]

    def _image(self, value: Mapping[str, Any]) -> Texture | None:
        content = self.file.view(value["bufferView"]).tobytes()
        media_type = checked_type(content)
        if media_type == "image/webp":
            return Texture(_as_png(content), "image/png")
        return Texture(content, media_type) if media_type else None


def _as_png(content: bytes) -> bytes:
    """Return an image as PNG: USDZ takes no WebP."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.save(target, "PNG")
    return target.getvalue()


def _number(value: object, otherwise: float) -> float:
    return _numbers([otherwise if value is None else value], (otherwise,))[0]


def _three(value: object) -> tuple[float, float, float]:
    red, green, blue = _numbers(value, (0.0, 0.0, 0.0))
    return red, green, blue


def _numbers(value: Any, otherwise: tuple[float, ...]) -> tuple[float, ...]:  # noqa: ANN401 - JSON
    """Return numbers from 0 to 1, as many as there are otherwise."""
    found = np.array(otherwise if value is None else value, float).reshape(len(otherwise))
    return tuple(np.nan_to_num(found).clip(0.0, 1.0).tolist())
