"""Materials of MTL become glTF's metallic-roughness ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from convert_mesh.embedded import texture_from_file
from convert_mesh.files import BundleFiles
from convert_mesh.mtl import MtlMaterial, read_mtl
from convert_mesh.mtl_images import is_normal_map, metallic_roughness, with_opacity
from convert_mesh.ufbx_file import Binding
from glb_runtime.model import BLACK, Material, Texture

GLASS = (4, 6, 7, 9)
"""Illumination models in which light goes through."""

PLAIN_ROUGHNESS = 0.8


@dataclass
class MtlMaterials:
    """The materials of all libraries of a scene by name; `left_out` counts what is not shown."""

    left_out: Counter[str] = field(default_factory=Counter)
    _materials: dict[str, Material] = field(default_factory=dict)
    _textures: dict[tuple[int, ...], Texture] = field(default_factory=dict)
    _undefined: dict[str, Material] = field(default_factory=dict)

    def add_library(self, content: bytes, files: BundleFiles) -> None:
        """Read a library; its maps are looked for beside it. A name that is there stays.

        Raises:
            SourceExternalReference: a map is not in the archive.
            SourceDamaged, SourceTooComplex: the library or an image is wrong or too large.
        """
        for one in read_mtl(content):
            if one.name not in self._materials:
                self._materials[one.name] = self._material(one, files)

    def of(self, material: Binding | None) -> Material | None:
        """Return the material of a face by its name; one that no library has keeps its name."""
        if material is None:
            return None
        name = str(material.name)
        if name in self._materials:
            return self._materials[name]
        if name not in self._undefined:
            self._undefined[name] = Material(name)
            self.left_out["materials_not_defined"] += 1
        return self._undefined[name]

    def _material(self, one: MtlMaterial, files: BundleFiles) -> Material:
        maps = {use: files.read(found.reference) for use, found in one.maps.items()}
        placed = sum(found.is_placed for found in one.maps.values())
        if placed:
            self.left_out["texture_placements_left_out"] += placed
        red, green, blue = _shares(one.colours.get("kd", (0.8, 0.8, 0.8)))
        opacity, has_opacity_map = _opacity(one), "opacity" in maps
        has_colour = "base_colour" in maps
        return Material(
            name=one.name,
            base_colour=(1.0, 1.0, 1.0, opacity) if has_colour else (red, green, blue, opacity),
            metallic=_factor(one, "pm", 0.0, is_mapped="metallic" in maps),
            roughness=_factor(one, "pr", _roughness(one), is_mapped="roughness" in maps),
            emissive=_emissive(one),
            transmission=_transmission(one),
            alpha_mode="BLEND" if opacity < 1.0 or has_opacity_map else "OPAQUE",
            base_colour_texture=self._base_colour(one, maps),
            normal_texture=self._normal(one, maps),
            emissive_texture=self._plain("emissive", one, maps),
            metallic_roughness_texture=self._metallic_roughness(maps),
        )

    def _base_colour(self, one: MtlMaterial, maps: dict[str, bytes]) -> Texture | None:
        if "opacity" not in maps:
            return self._plain("base_colour", one, maps)
        colour, opacity = maps.get("base_colour"), maps["opacity"]
        return self._once((1, id(colour), id(opacity)), lambda: with_opacity(colour, opacity))

    def _normal(self, one: MtlMaterial, maps: dict[str, bytes]) -> Texture | None:
        """Return the map of normals; many programs write it as a bump map, which has heights."""
        if "normal" not in maps and "bump" in maps:
            if is_normal_map(maps["bump"]):
                return self._plain("bump", one, maps)
            self.left_out["bump_maps_left_out"] += 1
        return self._plain("normal", one, maps)

    def _plain(self, use: str, one: MtlMaterial, maps: dict[str, bytes]) -> Texture | None:
        if use not in maps:
            return None
        content, name = maps[use], one.maps[use].reference
        return self._once((0, id(content)), lambda: texture_from_file(content, name))

    def _metallic_roughness(self, maps: dict[str, bytes]) -> Texture | None:
        metallic, roughness = maps.get("metallic"), maps.get("roughness")
        if metallic is None and roughness is None:
            return None
        return self._once(
            (2, id(metallic), id(roughness)), lambda: metallic_roughness(metallic, roughness)
        )

    def _once(self, key: tuple[int, ...], make: Callable[[], Texture]) -> Texture:
        """Make a texture of the same images once: their bytes live as long as the files."""
        if key not in self._textures:
            self._textures[key] = make()
        return self._textures[key]


def _factor(one: MtlMaterial, key: str, default: float, *, is_mapped: bool) -> float:
    """Return a number that multiplies its map, or stands alone."""
    return _share(one.numbers.get(key, 1.0 if is_mapped else default))


def _roughness(one: MtlMaterial) -> float:
    """Return the roughness of a shine: Blinn-Phong's exponent is 2 / roughness⁴ - 2.

    http://graphicrants.blogspot.com/2013/08/specular-brdf-reference.html
    """
    exponent = one.numbers.get("ns", 0.0)
    return (2 / (exponent + 2)) ** 0.25 if exponent > 0 else PLAIN_ROUGHNESS


def _opacity(one: MtlMaterial) -> float:
    return _share(one.numbers.get("d", 1.0 - one.numbers.get("tr", 0.0)))


def _transmission(one: MtlMaterial) -> float:
    """Return how much light goes through glass; others have a filter that nothing goes through."""
    filtered = one.colours.get("tf")
    if filtered is None or one.numbers.get("illum") not in GLASS:
        return 0.0
    return _share(sum(filtered) / 3)


def _emissive(one: MtlMaterial) -> tuple[float, float, float]:
    glow = _shares(one.colours.get("ke", BLACK))
    return (1.0, 1.0, 1.0) if "emissive" in one.maps and glow == BLACK else glow


def _shares(values: tuple[float, float, float]) -> tuple[float, float, float]:
    return _share(values[0]), _share(values[1]), _share(values[2])


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
