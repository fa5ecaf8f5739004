"""Hostile archives of scenes, by name: the bytes, the code of the refusal and what it names."""

from __future__ import annotations

from tests.integration.convert_mesh.bundles import (
    Members,
    collada_members,
    gltf_members,
    obj_members,
    png,
    zipped,
)
from tests.integration.convert_mesh.hostile_gltf import BINARY

Hostile = dict[str, tuple[bytes, str, str]]


def _obj(**changed: bytes | None) -> bytes:
    """Return the OBJ with members changed by their last names, or left out."""
    members: Members = {}
    for name, content in obj_members().items():
        found = changed.get(name.rpartition("/")[2].partition(".")[0], content)
        if found is not None:
            members[name] = found
    return zipped(members)


def _materials(*lines: str) -> bytes:
    return _obj(parts="\n".join(["newmtl painted steel", *lines, ""]).encode())


def _gltf(uri: str, **more: bytes) -> bytes:
    members = gltf_members(buffers=[{"byteLength": len(BINARY), "uri": uri}])
    return zipped(
        {**members, **{name.replace("_", "."): content for name, content in more.items()}}
    )


def _lying() -> bytes:
    """Return an archive whose directory says less of a member than it unpacks to."""
    whole = bytearray(zipped(obj_members()))
    size = len(obj_members()["lid/lid.obj"])
    at = whole.index(b"PK\x01\x02") + 24
    assert int.from_bytes(whole[at : at + 4], "little") == size
    whole[at : at + 4] = (size - 50).to_bytes(4, "little")
    return bytes(whole)


def _encrypted() -> bytes:
    whole = bytearray(zipped(obj_members()))
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def _bomb() -> bytes:
    members = {**obj_members(), "lid/textures/rough.png": bytes(300 * 1024**2)}
    return zipped(members)


def _crowd() -> bytes:
    return zipped(
        {**obj_members(), **{f"t/{index}.png": b"" for index in range(10_001)}}, stored=True
    )


TWO = zipped({**obj_members(), "a/second.gltf": b"{}"})
EXTERNAL, DAMAGED = "SOURCE_EXTERNAL_REFERENCE", "SOURCE_DAMAGED"

BUNDLES: Hostile = {
    "two scenes": (TWO, "SOURCE_UNSUPPORTED", "a/second.gltf, lid/lid.obj"),
    "no scene": (zipped({"a.png": png(1)}), "SOURCE_EMPTY", ""),
    "no archive": (b"PK\x03\x04 and nothing else", "SOURCE_UNREADABLE", ""),
    "missing library": (_obj(parts=None), EXTERNAL, "parts.mtl"),
    "missing map": (_obj(metal=None), EXTERNAL, "textures/metal.png"),
    "missing numbers": (_gltf("no.bin"), EXTERNAL, "no.bin"),
    "missing image of COLLADA": (zipped(collada_members("a%20b.png")), EXTERNAL, "a b.png"),
    "map above the archive": (_materials("map_Kd ../../x.png"), EXTERNAL, "../../x.png"),
    "map of the system": (_materials("map_Kd /etc/passwd"), EXTERNAL, "/etc/passwd"),
    "map of a drive": (_materials("map_Kd C:\\\\x\\\\y.png"), EXTERNAL, "C:\\\\\\\\x"),
    "library of the system": (
        _obj(lid=b"mtllib /etc/passwd\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"),
        EXTERNAL,
        "/etc/passwd",
    ),
    "numbers above the archive": (_gltf("../../../secret.bin"), EXTERNAL, "../../../secret.bin"),
    "numbers above, encoded": (_gltf("%2e%2e/%2e%2e/secret.bin"), EXTERNAL, "../../secret.bin"),
    "numbers of a server": (
        _gltf("http://169.254.169.254/latest"),
        EXTERNAL,
        "http://169.254.169.254/latest",
    ),
    "numbers by file address": (_gltf("file:///etc/passwd"), EXTERNAL, "file:///etc/passwd"),
    "image of COLLADA by file address": (
        zipped(collada_members("file:///etc/passwd")),
        EXTERNAL,
        "file:///etc/passwd",
    ),
    "member above the archive": (
        zipped({**obj_members(), "../evil.png": png(1)}),
        DAMAGED,
        "../evil.png",
    ),
    "absolute member": (zipped({**obj_members(), "/evil.png": png(1)}), DAMAGED, "/evil.png"),
    "two members of one name": (
        zipped({**obj_members(), "LID/lid.OBJ": b"v 0 0 0\n"}),
        DAMAGED,
        "",
    ),
    "encrypted member": (_encrypted(), DAMAGED, "lid/lid.obj"),
    "member longer than it says": (_lying(), DAMAGED, ""),
    "member that becomes 300 MB": (_bomb(), "SOURCE_TOO_COMPLEX", ""),
    "ten thousand members": (_crowd(), "SOURCE_TOO_COMPLEX", ""),
    "map that is a text": (_obj(metal=b"hello"), DAMAGED, ""),
    "map that is KTX": (_obj(metal=b"\xabKTX 20\xbb\r\n\x1a\n"), "SOURCE_UNSUPPORTED", ""),
    "number that is none": (_materials("Pr rough"), DAMAGED, ""),
    "number that is infinite": (_materials("Kd inf 0 0"), DAMAGED, ""),
    "numbers shorter than they say": (
        zipped({**gltf_members(), "scene/data/lid 1.bin": BINARY[:9]}),
        DAMAGED,
        "",
    ),
}
