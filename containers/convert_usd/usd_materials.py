"""Materials become UsdPreviewSurface, with their textures as files beside the layer.

https://openusd.org/release/spec_usdpreviewsurface.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pxr import Gf, Sdf, Usd, UsdShade

from convert_usd.glb_materials import Surface
from convert_usd.names import free_name
from glb_runtime.model import Material, Texture

FOLDER = "textures"
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
TYPES = Sdf.ValueTypeNames
UV_READER = "UvReader"


@dataclass
class MaterialWriter:
    """Writes each material once below a scope, and each image once into the folder."""

    stage: Usd.Stage
    scope: Sdf.Path
    _materials: dict[int, UsdShade.Material] = field(default_factory=dict)
    _files: dict[int, str] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def of(self, material: Material) -> UsdShade.Material:
        """Return the USD material of a material."""
        if id(material) not in self._materials:
            name = free_name(material.name or "Material", self._names)
            self._materials[id(material)] = self._material(material, self.scope.AppendChild(name))
        return self._materials[id(material)]

    @property
    def textures(self) -> int:
        """Return how many images were written."""
        return len(self._files)

    def _material(self, material: Material, path: Sdf.Path) -> UsdShade.Material:
        made = UsdShade.Material.Define(self.stage, path)
        surface = UsdShade.Shader.Define(self.stage, path.AppendChild("Surface"))
        surface.CreateIdAttr("UsdPreviewSurface")
        made.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
        self._colours(material, surface, path)
        self._metallic(material, surface, path)
        self._opacity(material, surface, path)
        if material.normal_texture is not None:
            node = self._texture(path, "Normal", material.normal_texture, "raw")
            node.CreateInput("scale", TYPES.Float4).Set(Gf.Vec4f(2, 2, 2, 1))
            node.CreateInput("bias", TYPES.Float4).Set(Gf.Vec4f(-1, -1, -1, 0))
            self._connect(surface, "normal", TYPES.Normal3f, node, "rgb")
        return made

    def _colours(self, material: Material, surface: UsdShade.Shader, path: Sdf.Path) -> None:
        base, glow = Gf.Vec3f(*material.base_colour[:3]), Gf.Vec3f(*material.emissive)
        for name, colour, texture in (
            ("diffuseColor", base, material.base_colour_texture),
            ("emissiveColor", glow, material.emissive_texture),
        ):
            if texture is None:
                surface.CreateInput(name, TYPES.Color3f).Set(colour)
                continue
            node = self._texture(path, name.capitalize(), texture, "sRGB")
            alpha = material.base_colour[3] if colour is base else 1.0
            node.CreateInput("scale", TYPES.Float4).Set(Gf.Vec4f(*colour, alpha))
            self._connect(surface, name, TYPES.Color3f, node, "rgb")

    def _metallic(self, material: Material, surface: UsdShade.Shader, path: Sdf.Path) -> None:
        """Roughness is in the green channel of glTF's texture, metal in the blue one."""
        texture = material.metallic_roughness_texture
        inputs = (("roughness", material.roughness, "g"), ("metallic", material.metallic, "b"))
        if texture is None:
            for name, value, _ in inputs:
                surface.CreateInput(name, TYPES.Float).Set(value)
            return
        node = self._texture(path, "MetallicRoughness", texture, "raw")
        scale = Gf.Vec4f(1, material.roughness, material.metallic, 1)
        node.CreateInput("scale", TYPES.Float4).Set(scale)
        for name, _, channel in inputs:
            self._connect(surface, name, TYPES.Float, node, channel)

    def _opacity(self, material: Material, surface: UsdShade.Shader, path: Sdf.Path) -> None:
        if material.alpha_mode == "OPAQUE":
            return
        if material.base_colour_texture is None:
            surface.CreateInput("opacity", TYPES.Float).Set(material.base_colour[3])
        else:
            node = UsdShade.Shader.Get(self.stage, path.AppendChild("Diffusecolor"))
            self._connect(surface, "opacity", TYPES.Float, node, "a")
        if material.alpha_mode == "MASK":
            cutoff = material.alpha_cutoff if isinstance(material, Surface) else 0.5
            surface.CreateInput("opacityThreshold", TYPES.Float).Set(cutoff)

    def _texture(
        self, path: Sdf.Path, name: str, texture: Texture, colour_space: str
    ) -> UsdShade.Shader:
        node = UsdShade.Shader.Define(self.stage, path.AppendChild(name))
        node.CreateIdAttr("UsdUVTexture")
        node.CreateInput("file", TYPES.Asset).Set(Sdf.AssetPath(self._file(texture)))
        node.CreateInput("sourceColorSpace", TYPES.Token).Set(colour_space)
        for side in ("wrapS", "wrapT"):
            node.CreateInput(side, TYPES.Token).Set("repeat")
        self._connect(node, "st", TYPES.Float2, self._uv_reader(path), "result")
        return node

    def _uv_reader(self, path: Sdf.Path) -> UsdShade.Shader:
        reader = UsdShade.Shader.Define(self.stage, path.AppendChild(UV_READER))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", TYPES.String).Set("st")
        return reader

    def _connect(
        self,
        target: UsdShade.Shader,
        name: str,
        kind: Sdf.ValueTypeName,
        source: UsdShade.Shader,
        output: str,
    ) -> None:
        kinds = {"rgb": TYPES.Float3, "result": TYPES.Float2}
        source.CreateOutput(output, kinds.get(output, TYPES.Float))
        target.CreateInput(name, kind).ConnectToSource(source.ConnectableAPI(), output)

    def _file(self, texture: Texture) -> str:
        """Return the relative path of an image, which is written when it is met first."""
        if id(texture) not in self._files:
            Path(FOLDER).mkdir(exist_ok=True)
            path = Path(FOLDER) / f"{len(self._files)}{ENDINGS[texture.media_type]}"
            path.write_bytes(texture.content)
            self._files[id(texture)] = f"./{path}"
        return self._files[id(texture)]
