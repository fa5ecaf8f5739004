"""Materials and textures become glTF's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from glb_runtime.model import BLACK, Material, Texture
from glb_runtime.write_buffer import Buffer

TRANSMISSION = "KHR_materials_transmission"
WEBP = "EXT_texture_webp"
"""https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_texture_webp"""


@dataclass
class MaterialWriter:
    """Writes each material and each texture once."""

    buffer: Buffer
    extensions: list[str] = field(default_factory=list)
    optional_extensions: list[str] = field(default_factory=list)
    materials: list[dict[str, Any]] = field(default_factory=list)
    textures: list[dict[str, Any]] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    _known: dict[int, int] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def tables(self) -> tuple[tuple[str, list[dict[str, Any]]], ...]:
        """Return glTF's tables of what a mesh looks like."""
        return (
            ("materials", self.materials),
            ("textures", self.textures),
            ("images", self.images),
        )

    def index_of(self, material: Material) -> int:
        """Return the index of a material, which is written when it is met first."""
        if id(material) not in self._known:
            self._kept.append(material)
            self._known[id(material)] = len(self.materials)
            self.materials.append(self._material(material))
        return self._known[id(material)]

    def _material(self, material: Material) -> dict[str, Any]:
        surface: dict[str, Any] = {
            "baseColorFactor": list(material.base_colour),
            "metallicFactor": material.metallic,
            "roughnessFactor": material.roughness,
        }
        value: dict[str, Any] = {"name": material.name} if material.name else {}
        value["pbrMetallicRoughness"] = surface
        for target, name, texture in (
            (surface, "baseColorTexture", material.base_colour_texture),
            (surface, "metallicRoughnessTexture", material.metallic_roughness_texture),
            (value, "normalTexture", material.normal_texture),
            (value, "emissiveTexture", material.emissive_texture),
        ):
            if texture is not None:
                target[name] = {"index": self._texture(texture)}
        if material.emissive != BLACK:
            value["emissiveFactor"] = list(material.emissive)
        if material.alpha_mode != "OPAQUE":
            value["alphaMode"] = material.alpha_mode
        if material.transmission:
            value["extensions"] = {TRANSMISSION: {"transmissionFactor": material.transmission}}
            if TRANSMISSION not in self.optional_extensions:
                self.optional_extensions.append(TRANSMISSION)
        if material.double_sided:
            value["doubleSided"] = True
        return value

    def _texture(self, texture: Texture) -> int:
        if id(texture) not in self._known:
            self._kept.append(texture)
            self._known[id(texture)] = len(self.textures)
            image = {"bufferView": self.buffer.add(texture.content)}
            name = {"name": texture.name} if texture.name else {}
            self.images.append({**image, "mimeType": texture.media_type, **name})
            self.textures.append(self._source(len(self.images) - 1, texture.media_type))
        return self._known[id(texture)]

    def _source(self, image: int, media_type: str) -> dict[str, Any]:
        if media_type != "image/webp":
            return {"source": image}
        if WEBP not in self.extensions:
            self.extensions.append(WEBP)
        return {"extensions": {WEBP: {"source": image}}}
