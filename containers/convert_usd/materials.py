"""UsdPreviewSurface becomes glTF's metallic-roughness model.

https://openusd.org/release/spec_usdpreviewsurface.html
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from pxr import Gf, UsdShade

from convert_usd.packed_texture import Channel, packed_texture
from convert_usd.stage import Stage
from convert_usd.textures import Textures
from convert_usd.uv import UvMap, uv_map_of
from glb_runtime.model import Material, Texture

PREVIEW_SURFACE = "UsdPreviewSurface"
TEXTURE = "UsdUVTexture"
GREY = (0.18, 0.18, 0.18)
"""What a surface is where nothing else is said, by the specification."""
DEFAULT_MAP = UvMap()


@dataclass(frozen=True, eq=False)
class Look:
    """A material, and from which texture coordinates of a mesh it takes its textures."""

    material: Material
    uv: UvMap = DEFAULT_MAP


@dataclass
class Looks:
    """Translates each material once."""

    stage: Stage
    textures: Textures
    _known: dict[str, Look | None] = field(default_factory=dict)
    _plain: dict[tuple[float, ...], Look] = field(default_factory=dict)

    def of(self, material: UsdShade.Material | None) -> Look | None:
        """Return the look of a bound material; None where there is none that is understood."""
        if not material:
            return None
        path = str(material.GetPath())
        if path not in self._known:
            source = material.ComputeSurfaceSource()[0]
            is_known = bool(source) and source.GetIdAttr().Get() == PREVIEW_SURFACE
            self._known[path] = self._look(material, source) if is_known else None
        return self._known[path]

    def plain(self, colour: tuple[float, float, float, float]) -> Look:
        """Return the look of one colour, linear."""
        if colour not in self._plain:
            mode: Any = "OPAQUE" if colour[3] >= 1 else "BLEND"
            self._plain[colour] = Look(Material(base_colour=colour, alpha_mode=mode))
        return self._plain[colour]

    def _look(self, material: UsdShade.Material, surface: UsdShade.Shader) -> Look:
        diffuse, normal = (self._texture(surface, name) for name in ("diffuseColor", "normal"))
        emissive, opacity = (self._texture(surface, name) for name in ("emissiveColor", "opacity"))
        packed, metallic, roughness = self._metallic(surface)
        images = {
            "metallic_roughness_texture": packed,
            "base_colour_texture": self._image(diffuse),
            "normal_texture": self._image(normal),
            "emissive_texture": self._image(emissive),
        }
        transparent = self._number(surface, "opacity", 1.0) < 1 or opacity is not None
        threshold = self._number(surface, "opacityThreshold", 0.0)
        colour = self._colour(surface, "diffuseColor", GREY)
        if diffuse is not None and images["base_colour_texture"] is not None:
            colour = self._scale(diffuse)
        glow = self._colour(surface, "emissiveColor", (0.0, 0.0, 0.0))
        mode: Any = "OPAQUE" if not transparent else "MASK" if threshold > 0 else "BLEND"
        first = next((one for one in (diffuse, normal, emissive) if one is not None), None)
        return Look(
            Material(
                name=material.GetPrim().GetName(),
                base_colour=(*colour, 1.0 if opacity else self._number(surface, "opacity", 1.0)),
                metallic=metallic,
                roughness=roughness,
                emissive=(1.0, 1.0, 1.0) if images["emissive_texture"] else glow,
                alpha_mode=mode,
                **images,
            ),
            uv_map_of(first, self.stage.time) if first is not None else UvMap(),
        )

    def _metallic(self, surface: UsdShade.Shader) -> tuple[Texture | None, float, float]:
        """Return one texture with roughness in green and metal in blue, and its two factors."""
        rough, metal = (self._channel(surface, name) for name in ("roughness", "metallic"))
        packed = packed_texture(rough, metal)
        return (
            packed,
            1.0 if packed and metal else self._number(surface, "metallic", 0.0),
            1.0 if packed and rough else self._number(surface, "roughness", 0.5),
        )

    def _channel(self, surface: UsdShade.Shader, name: str) -> Channel | None:
        texture = self._texture(surface, name)
        image = self._image(texture)
        if image is None:
            return None
        return Channel(image, str(surface.GetInput(name).GetConnectedSource()[1]))

    def _texture(self, surface: UsdShade.Shader, name: str) -> UsdShade.Shader | None:
        """Return the texture node that an input of a surface is connected to."""
        source = _source_of(surface.GetInput(name))
        if source is None or source.GetIdAttr().Get() != TEXTURE:
            return None
        return source

    def _image(self, texture: UsdShade.Shader | None) -> Any:  # noqa: ANN401 - Texture or None
        if texture is None:
            return None
        return self.textures.read(texture.GetInput("file").Get(self.stage.time))

    def _scale(self, texture: UsdShade.Shader) -> tuple[float, float, float]:
        value = texture.GetInput("scale")
        scale = value.Get(self.stage.time) if value else None
        return _colour(scale) if isinstance(scale, Gf.Vec4f) else (1.0, 1.0, 1.0)

    def _number(self, surface: UsdShade.Shader, name: str, otherwise: float) -> float:
        value = self._value(surface, name)
        if not isinstance(value, float | int) or not math.isfinite(value):
            return otherwise
        return min(max(float(value), 0.0), 1.0)

    def _colour(
        self, surface: UsdShade.Shader, name: str, otherwise: tuple[float, float, float]
    ) -> tuple[float, float, float]:
        value = self._value(surface, name)
        return _colour(value) if isinstance(value, Gf.Vec3f) else otherwise

    def _value(self, surface: UsdShade.Shader, name: str) -> object:
        given = surface.GetInput(name)
        if not given:
            return None
        values = given.GetValueProducingAttributes()
        return values[0].Get(self.stage.time) if values else None


def _source_of(given: UsdShade.Input) -> UsdShade.Shader | None:
    if not given or not given.HasConnectedSource():
        return None
    return UsdShade.Shader(given.GetConnectedSource()[0].GetPrim()) or None


def _colour(value: Gf.Vec3f | Gf.Vec4f) -> tuple[float, float, float]:
    red, green, blue = (
        min(max(float(one), 0.0), 1.0) if math.isfinite(one) else 0.0 for one in tuple(value)[:3]
    )
    return red, green, blue
