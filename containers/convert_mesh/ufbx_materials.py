"""Materials of FBX and OBJ become glTF's metallic-roughness ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from convert_mesh.embedded import texture_of
from convert_mesh.ufbx_file import Binding, kept
from glb_runtime.model import Material, Texture


@dataclass
class Materials:
    """Reads each material and texture once; counts what is in other files."""

    external_textures: set[str] = field(default_factory=set)
    _known: dict[int, Material] = field(default_factory=dict)
    _textures: dict[int, Texture | None] = field(default_factory=dict)

    def of(self, material: Binding | None) -> Material | None:
        """Return a material; none where a face has none."""
        if material is None:
            return None
        if material.element_id not in self._known:
            self._known[material.element_id] = self._material(material)
        return self._known[material.element_id]

    def _material(self, material: Binding) -> Material:
        surface = material.pbr
        colour = surface.base_color.value_vec4
        factor = surface.base_factor.value_vec4.x if surface.base_factor.has_value else 1.0
        opacity = _opacity(surface.opacity)
        base = self._texture(surface.base_color)
        red, green, blue = (_share(value * factor) for value in (colour.x, colour.y, colour.z))
        emission = surface.emission_color.value_vec4
        strength = (
            surface.emission_factor.value_vec4.x if surface.emission_factor.has_value else 1.0
        )
        glow = [_share(value * strength) for value in (emission.x, emission.y, emission.z)]
        return Material(
            name=material.name,
            base_colour=(1.0, 1.0, 1.0, opacity) if base else (red, green, blue, opacity),
            metallic=_number(surface.metalness, 0.0),
            roughness=_number(surface.roughness, 0.8),
            emissive=(glow[0], glow[1], glow[2]),
            alpha_mode="BLEND" if opacity < 1.0 else "OPAQUE",
            base_colour_texture=base,
        )

    def _texture(self, value: Binding) -> Texture | None:
        texture = kept(value.texture)
        if texture is None or not value.texture_enabled:
            return None
        if texture.element_id not in self._textures:
            found = texture_of(bytes(texture.content), texture.name)
            self._textures[texture.element_id] = found
            if found is None:
                self.external_textures.add(texture.filename or texture.name)
        return self._textures[texture.element_id]


def _number(value: Binding, default: float) -> float:
    return _share(value.value_vec4.x) if value.has_value else default


def _opacity(value: Binding) -> float:
    """Return the opacity: a colour of three parts is as opaque as its strongest."""
    found = value.value_vec4
    return _share(max(found.x, found.y, found.z)) if value.has_value else 1.0


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if value == value else 0.0
