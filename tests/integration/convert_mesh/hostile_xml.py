"""Hostile COLLADA, 3MF and FBX files, by name: the bytes and the code that each is refused with."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

Hostile = dict[str, tuple[bytes, str]]

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
ELSEWHERE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

POSITIONS = "0 0 0 1 0 0 0 1 0"
NODE = '<node id="n" name="part"><instance_geometry url="#g"/></node>'


def collada(
    *,
    positions: str = POSITIONS,
    count: int = 9,
    corners: str = "0 1 2",
    nodes: str = NODE,
    library: str = "",
    before: str = "",
    unit: str = "1",
) -> bytes:
    """Return a COLLADA file of one triangle with something changed."""
    return f"""<?xml version="1.0" encoding="utf-8"?>{before}
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
<asset><unit name="a" meter="{unit}"/><up_axis>Y_UP</up_axis></asset>
<library_geometries><geometry id="g"><mesh><source id="p"><float_array id="f" count="{count}">
{positions}</float_array><technique_common><accessor source="#f" count="{count // 3}" stride="3">
<param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/>
</accessor></technique_common></source><vertices id="v"><input semantic="POSITION" source="#p"/>
</vertices><triangles count="1"><input semantic="VERTEX" source="#v" offset="0"/><p>{corners}</p>
</triangles></mesh></geometry></library_geometries><library_nodes>{library}</library_nodes>
<library_visual_scenes><visual_scene id="s">{nodes}</visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#s"/></scene></COLLADA>""".encode()


def doubled(levels: int) -> str:
    """Return nodes of which each shows the one before twice."""
    use = '<instance_node url="#d{0}"/>'
    found = ['<node id="d0"><instance_geometry url="#g"/></node>']
    found += [f'<node id="d{i + 1}">{use.format(i) * 2}</node>' for i in range(levels)]
    return "".join(found)


COLLADA: Hostile = {
    "entities that explode": (collada(before=BOMB), "SOURCE_DAMAGED"),
    "entity of the system": (collada(before=ELSEWHERE), "SOURCE_DAMAGED"),
    "16 bits": (collada().decode().encode("utf-16"), "SOURCE_UNREADABLE"),
    "cut": (collada()[:-40], "SOURCE_DAMAGED"),
    "other XML": (b"<?xml version='1.0'?><note>hello</note>", "SOURCE_EMPTY"),
    "no XML": (b"hello", "SOURCE_DAMAGED"),
    "archive": (b"PK\x03\x04" + bytes(30), "SOURCE_UNREADABLE"),
    "corner that is no vertex": (collada(corners="0 1 9"), "SOURCE_DAMAGED"),
    "corner below zero": (collada(corners="0 1 -1"), "SOURCE_DAMAGED"),
    "corner of 2^70": (collada(corners=f"0 1 {2**70}"), "SOURCE_DAMAGED"),
    "nan": (collada(positions=POSITIONS.replace("1", "nan")), "SOURCE_BOUNDS_INVALID"),
    "infinite": (collada(positions=POSITIONS.replace("1", "inf")), "SOURCE_BOUNDS_INVALID"),
    "words": (collada(positions=POSITIONS.replace("1", "one")), "SOURCE_DAMAGED"),
    "geometry that is none": (collada(nodes=NODE.replace("#g", "#x")), "SOURCE_DAMAGED"),
    "geometry of a server": (
        collada(nodes=NODE.replace("#g", "http://169.254.169.254/#g")),
        "SOURCE_DAMAGED",
    ),
    "doubled forty times": (
        collada(library=doubled(40), nodes='<node id="n"><instance_node url="#d40"/></node>'),
        "SOURCE_TOO_COMPLEX",
    ),
    "no nodes": (collada(nodes=""), "SOURCE_EMPTY"),
    "unit of zero": (collada(unit="0"), "SOURCE_DAMAGED"),
    "unit that is none": (collada(unit="nan"), "SOURCE_DAMAGED"),
    "3,000 levels": (
        collada(nodes="".join(f'<node id="l{i}">' for i in range(3000)) + NODE + "</node>" * 3000),
        "SOURCE_DAMAGED",
    ),
}

MODEL = "3D/3dmodel.model"
SPACE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
VERTICES = '<vertex x="0" y="0" z="0"/><vertex x="1" y="0" z="0"/><vertex x="0" y="1" z="0"/>'


def model(
    *,
    vertices: str = VERTICES,
    corners: str = 'v1="0" v2="1" v3="2"',
    resources: str = "",
    items: str = '<item objectid="1"/>',
    attributes: str = 'unit="millimeter"',
    before: str = "",
) -> str:
    """Return the model part of a 3MF of one triangle with something changed."""
    return f"""<?xml version="1.0"?>{before}<model xmlns="{SPACE}" {attributes}><resources>
<object id="1"><mesh><vertices>{vertices}</vertices><triangles><triangle {corners}/></triangles>
</mesh></object>{resources}</resources><build>{items}</build></model>"""


def package(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def threemf(**changed: str) -> bytes:
    return package({MODEL: model(**changed)})


def components(*uses: tuple[int, int]) -> str:
    """Return objects that are made of others: number and part, which is used twice."""
    return "".join(
        f'<object id="{number}"><components>'
        + f'<component objectid="{part}"/>' * 2
        + "</components></object>"
        for number, part in uses
    )


def encrypted(content: bytes) -> bytes:
    """Return an archive whose members say that they are encrypted."""
    local, central = content.find(b"PK\x03\x04"), content.find(b"PK\x01\x02")
    data = bytearray(content)
    data[local + 6] |= 1
    data[central + 8] |= 1
    return bytes(data)


def lying(content: bytes) -> bytes:
    """Return an archive whose first member says that it is one byte long."""
    data, central = bytearray(content), content.find(b"PK\x01\x02")
    data[22:26] = data[central + 24 : central + 28] = struct.pack("<I", 1)
    return bytes(data)


THREEMF: Hostile = {
    "no archive": (b"hello", "SOURCE_UNREADABLE"),
    "cut archive": (threemf()[:-30], "SOURCE_UNREADABLE"),
    "no model": (package({"a.txt": "hello"}), "SOURCE_DAMAGED"),
    "a gigabyte of zeros": (package({MODEL: b"\0" * 2**30}), "SOURCE_TOO_COMPLEX"),
    "20,000 members": (package({str(i): "" for i in range(20_000)}), "SOURCE_TOO_COMPLEX"),
    "name that leads out": (package({"../x": "", MODEL: model()}), "SOURCE_DAMAGED"),
    "absolute name": (package({"/etc/x": "", MODEL: model()}), "SOURCE_DAMAGED"),
    "encrypted": (encrypted(threemf()), "SOURCE_DAMAGED"),
    "size that is a lie": (lying(threemf()), "SOURCE_DAMAGED"),
    "entities that explode": (threemf(before=BOMB), "SOURCE_DAMAGED"),
    "entity of the system": (threemf(before=ELSEWHERE), "SOURCE_DAMAGED"),
    "component of itself": (
        threemf(resources=components((2, 2)), items='<item objectid="2"/>'),
        "SOURCE_TOO_COMPLEX",
    ),
    "doubled forty times": (
        threemf(
            resources=components(*[(i + 1, i) for i in range(1, 40)]),
            items='<item objectid="40"/>',
        ),
        "SOURCE_TOO_COMPLEX",
    ),
    "object that is none": (threemf(items='<item objectid="9"/>'), "SOURCE_DAMAGED"),
    "no items": (threemf(items=""), "SOURCE_EMPTY"),
    "corner that is no vertex": (threemf(corners='v1="0" v2="1" v3="9"'), "SOURCE_DAMAGED"),
    "corner that is a word": (threemf(corners='v1="0" v2="1" v3="x"'), "SOURCE_DAMAGED"),
    "corner that is missing": (threemf(corners='v1="0" v2="1"'), "SOURCE_DAMAGED"),
    "nan": (threemf(vertices=VERTICES.replace('"1"', '"nan"')), "SOURCE_BOUNDS_INVALID"),
    "transform of three": (
        threemf(items='<item objectid="1" transform="1 0 0"/>'),
        "SOURCE_DAMAGED",
    ),
    "infinite transform": (
        threemf(items='<item objectid="1" transform="1 0 0 0 1 0 0 0 1 inf 0 0"/>'),
        "SOURCE_BOUNDS_INVALID",
    ),
    "unknown unit": (threemf(attributes='unit="parsec"'), "SOURCE_DAMAGED"),
    "needed extension": (
        threemf(attributes='requiredextensions="v"'),
        "SOURCE_UNSUPPORTED",
    ),
    "part that is missing": (
        threemf(
            attributes='xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"',
            items='<item objectid="1" p:path="/3D/other.model"/>',
        ),
        "SOURCE_DAMAGED",
    ),
}

FBX_MARK = b"Kaydara FBX Binary  \x00\x1a\x00"


def fbx(record: bytes, version: int = 7400) -> bytes:
    """Return a binary FBX with one record."""
    return FBX_MARK + struct.pack("<I", version) + record


def deep(levels: int) -> bytes:
    """Return a text FBX of braces in braces."""
    return b"; FBX 7.4.0 project file\n" + b"A: {\n" * levels + b"}\n" * levels


FBX: Hostile = {
    "mark only": (FBX_MARK, "SOURCE_DAMAGED"),
    "version of 2^32-1": (fbx(bytes(13), 2**32 - 1), "SOURCE_UNSUPPORTED"),
    "record that ends beyond": (
        fbx(struct.pack("<IIIB", 2**31, 1, 5, 1) + b"A"),
        "SOURCE_UNREADABLE",
    ),
    "a billion properties": (
        fbx(struct.pack("<IIIB", 60, 2**30, 5, 1) + b"A" + bytes(60)),
        "SOURCE_UNREADABLE",
    ),
    "array of 2^32-1": (
        fbx(
            struct.pack("<IIIB", 80, 1, 20, 1)
            + b"Ad"
            + struct.pack("<III", 2**32 - 1, 1, 8)
            + bytes(60)
        ),
        "SOURCE_UNREADABLE",
    ),
    "text without a scene": (b"; FBX 7.4.0 project file\n", "SOURCE_DAMAGED"),
    "10,000 braces": (deep(10_000), "SOURCE_UNREADABLE"),
    "zeros": (bytes(5000), "SOURCE_UNREADABLE"),
}
