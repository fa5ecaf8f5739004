"""Archives of scenes with their files, made here."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from PIL import Image

from tests.integration.convert_mesh.hostile_gltf import BINARY, scene

Members = dict[str, bytes]

OBJ = b"""# a lid
mtllib parts.mtl
o lid
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
vt 0 0
vt 1 0
vt 1 1
vt 0 1
usemtl painted steel
f 1/1 2/2 3/3
usemtl glass
f 1/1 3/3 4/4
"""

MTL = b"""newmtl painted steel
Kd 0.1 0.2 0.3
Ke 0 0 0
Pr 0.25
Pm 0.75
map_Kd -s 2 2 1 textures/red lead.png
map_Pr textures/rough.png
map_Pm textures/metal.png
map_Ke textures/glow.png
norm textures/normal.png

newmtl glass
Kd 0.5 0.5 0.9
d 0.5
Tf 0.9 0.9 0.9
illum 7
"""


def png(*colour: int, size: int = 4) -> bytes:
    """Return a square of one colour: one level of grey, three of colour, or four with opacity."""
    mode = {1: "L", 3: "RGB", 4: "RGBA"}[len(colour)]
    written = io.BytesIO()
    level: Any = colour[0] if len(colour) == 1 else colour
    Image.new(mode, (size, size), level).save(written, "PNG")
    return written.getvalue()


def obj_members() -> Members:
    """Return an OBJ with two materials, one of them with five maps."""
    return {
        "lid/lid.obj": OBJ,
        "lid/parts.mtl": MTL,
        "lid/textures/red lead.png": png(200, 30, 10),
        "lid/textures/rough.png": png(64, size=2),
        "lid/textures/metal.png": png(192),
        "lid/textures/glow.png": png(0, 255, 0),
        "lid/textures/normal.png": png(128, 128, 255),
        "lid/license.txt": b"CC0",
    }


def gltf_members(**changed: Any) -> Members:  # noqa: ANN401 - any JSON
    """Return a glTF whose numbers and image are other files, with a space and an umlaut."""
    material = {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}
    # The first two coordinates of the places are where the image lies.
    texture_view = {"buffer": 0, "byteLength": 36, "byteStride": 12}
    texture = {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC2"}
    attributes = {"POSITION": 0, "TEXCOORD_0": 2}
    primitive = {"attributes": attributes, "indices": 1, "material": 0}
    plain = scene()
    gltf = scene(
        bufferViews=[*plain["bufferViews"], texture_view],
        accessors=[*plain["accessors"], texture],
        buffers=[{"byteLength": len(BINARY), "uri": "data/lid%201.bin"}],
        images=[{"uri": "../textures/f%C3%A4rbe.png"}],
        textures=[{"source": 0}],
        materials=[material],
        meshes=[{"primitives": [primitive]}],
    )
    return {
        "scene/lid.gltf": json.dumps({**gltf, **changed}).encode(),
        "scene/data/lid 1.bin": BINARY,
        "textures/färbe.png": png(10, 20, 30),
    }


COLLADA = """<?xml version="1.0"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
<asset><unit meter="0.01"/><up_axis>Y_UP</up_axis></asset>
<library_images><image id="i"><init_from>{image}</init_from></image></library_images>
<library_effects><effect id="e"><profile_COMMON>
<newparam sid="s"><surface type="2D"><init_from>i</init_from></surface></newparam>
<newparam sid="t"><sampler2D><source>s</source></sampler2D></newparam>
<technique sid="c"><phong><diffuse><texture texture="t" texcoord="u"/></diffuse></phong></technique>
</profile_COMMON></effect></library_effects>
<library_materials><material id="m" name="paint"><instance_effect url="#e"/></material>
</library_materials>
<library_geometries><geometry id="g"><mesh>
<source id="p"><float_array id="pa" count="9">0 0 0 100 0 0 0 100 0</float_array><technique_common>
<accessor source="#pa" count="3" stride="3">
<param name="X" type="float"/><param name="Y" type="float"/>
<param name="Z" type="float"/></accessor></technique_common></source>
<source id="c"><float_array id="ca" count="6">0 0 1 0 0 1</float_array><technique_common>
<accessor source="#ca" count="3" stride="2">
<param name="S" type="float"/><param name="T" type="float"/>
</accessor></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
<triangles count="1" material="k"><input semantic="VERTEX" source="#v" offset="0"/>
<input semantic="TEXCOORD" source="#c" offset="1" set="0"/><p>0 0 1 1 2 2</p></triangles>
</mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="w"><node id="n" name="lid"><instance_geometry url="#g">
<bind_material><technique_common><instance_material symbol="k" target="#m"/></technique_common>
</bind_material></instance_geometry></node></visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#w"/></scene></COLLADA>
"""


def collada_members(image: str = "./textures/paint%201.tga") -> Members:
    """Return a COLLADA of a metre, in centimetres, whose image is TGA in another file."""
    written = io.BytesIO()
    Image.new("RGB", (4, 4), (7, 90, 200)).save(written, "TGA")
    return {
        "lid.dae": COLLADA.format(image=image).encode(),
        "textures/paint 1.tga": written.getvalue(),
    }


def zipped(members: Members, *, stored: bool = False) -> bytes:
    """Return an archive, the same bytes every time."""
    written = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return written.getvalue()
