"""KTX2 textures, made here, and scenes that show them."""

from __future__ import annotations

import base64
import struct

from tests.integration.convert_mesh.hostile_gltf import BINARY, Json, glb, scene

ETC1S = base64.b64decode(
    "q0tUWCAyMLsNChoKAAAAAAEAAAAIAAAACAAAAAAAAAAAAAAAAQAAAAQAAAABAAAAsAAAACwAAADcAAAAJAAAAAABAAAA"
    "AAAA2AAAAAAAAADbAQAAAAAAAAMAAAAAAAAAAAAAAAAAAADaAQAAAAAAAAEAAAAAAAAAAAAAAAAAAADZAQAAAAAAAAEA"
    "AAAAAAAAAAAAAAAAAADYAQAAAAAAAAEAAAAAAAAAAAAAAAAAAAAsAAAAAAAAAAIAKACjAQIAAwMAAAgAAAAAAAAAAAA/"
    "AAAAAAAAAAAA/////x8AAABLVFh3cml0ZXIAQmFzaXMgVW5pdmVyc2FsIDIuNTAAAAUABAA0AAAAEQAAAC8AAAAAAAAA"
    "AAAAAAAAAAADAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAB"
    "AAAAAAAAAAAAAAAgQBQAAAAAIBC232wCiAIgAAAACHLZDS2AKQEAAAAAACQbAAGYAiAAAAAAgoKGfovQs2ACrKqqqlJV"
    "VVXV19fX9/f39wcAwUQAAAAAAACS6r9CARABAAAAAAgySoCoDQMAAICwcCSSERoATAAAAAAAACCAACsNMabzAQ=="
)
"""8 by 8 pixels, blue on the left and red on the right, as ktx2-encoder 0.6.0 wrote it."""

PLACES = {
    "format": (12, "I"),
    "type_bytes": (16, "I"),
    "width": (20, "I"),
    "height": (24, "I"),
    "depth": (28, "I"),
    "layers": (32, "I"),
    "faces": (36, "I"),
    "levels": (40, "I"),
    "scheme": (44, "I"),
    "form_start": (48, "I"),
    "form_length": (52, "I"),
    "texts_start": (56, "I"),
    "texts_length": (60, "I"),
    "global_start": (64, "Q"),
    "global_length": (72, "Q"),
    "level_start": (80, "Q"),
    "level_length": (88, "Q"),
    "level_unpacked": (96, "Q"),
}
"""Where the header says what, and as what kind of number."""

HEADER_BYTES = 104
"""With one level."""

UASTC_MODEL = 166
BASISU = "KHR_texture_basisu"


def patched(content: bytes, **fields: int) -> bytes:
    """Return a texture whose header says something else."""
    whole = bytearray(content)
    for name, value in fields.items():
        at, kind = PLACES[name]
        struct.pack_into(f"<{kind}", whole, at, value)
    return bytes(whole)


def solid_block(red: int, green: int, blue: int, alpha: int = 255) -> bytes:
    """Return four by four pixels of one colour in UASTC: mode 8."""
    colour = red | green << 8 | blue << 16 | alpha << 24
    return (0b10111 | colour << 5).to_bytes(16, "little")


def uastc(
    width: int = 8, height: int = 8, *, model: int = UASTC_MODEL, texts: bytes = b""
) -> bytes:
    """Return a texture of one colour in UASTC, one level, not supercompressed."""
    form = struct.pack("<IIHHBBBB", 44, 0, 2, 40, model, 1, 1, 0)
    form += bytes((3, 3, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0))
    form += struct.pack("<HBBIII", 0, 127, 3, 0, 0, 0xFFFFFFFF)
    level = solid_block(12, 200, 77, 150) * (-(-width // 4) * -(-height // 4))
    start = HEADER_BYTES + len(form)
    start_of_level = start + len(texts) + -(start + len(texts)) % 16
    whole = bytearray(b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(HEADER_BYTES - 12) + form + texts)
    whole += bytes(start_of_level - len(whole)) + level
    return patched(
        bytes(whole),
        type_bytes=1,
        width=width,
        height=height,
        faces=1,
        levels=1,
        form_start=HEADER_BYTES,
        form_length=len(form),
        texts_start=start if texts else 0,
        texts_length=len(texts),
        level_start=start_of_level,
        level_length=len(level),
        level_unpacked=len(level),
    )


def text_entry(key: bytes, value: bytes) -> bytes:
    """Return an entry of the texts of a texture."""
    entry = key + b"\0" + value + b"\0"
    return struct.pack("<I", len(entry)) + entry + b"\0" * (-len(entry) % 4)


def showing(*images: bytes) -> bytes:
    """Return the triangle with a material for each texture."""
    plain = scene()
    # The first two coordinates of the places are where an image lies.
    views = [*plain["bufferViews"], {"buffer": 0, "byteLength": 36, "byteStride": 12}]
    lying = {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC2"}
    binary = BINARY
    for image in images:
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(image)})
        binary += image + b"\0" * (-len(image) % 4)
    count = range(len(images))
    primitive: Json = {"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1}
    gltf = scene(
        bufferViews=views,
        buffers=[{"byteLength": len(binary)}],
        accessors=[*plain["accessors"], lying],
        images=[{"bufferView": 3 + at, "mimeType": "image/ktx2"} for at in count],
        textures=[{"extensions": {BASISU: {"source": at}}} for at in count],
        materials=[{"pbrMetallicRoughness": {"baseColorTexture": {"index": at}}} for at in count],
        meshes=[{"primitives": [{**primitive, "material": at} for at in count]}],
        extensionsUsed=[BASISU],
        extensionsRequired=[BASISU],
    )
    return glb(gltf, binary)
