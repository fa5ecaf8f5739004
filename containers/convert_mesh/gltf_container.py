"""The two forms of glTF: JSON with data in its addresses, and GLB with a binary chunk.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#glb-file-format-specification
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from conversion_runtime.errors import (
    SourceDamaged,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_mesh.files import Files

MAGIC = b"glTF"
JSON_CHUNK, BINARY_CHUNK = b"JSON", b"BIN\0"
MAXIMUM_OBJECTS = 3_000_000
"""Objects and lists in the JSON: each takes some hundred bytes of memory."""

Json = dict[str, Any]
"""The JSON of a file; who reads a value of it checks what it is."""


def read_container(content: bytes) -> tuple[Json, bytes | None]:
    """Return the JSON and the binary chunk, which glTF as JSON has not.

    Raises:
        SourceUnreadable: it is no glTF.
        SourceUnsupported: it is glTF of another version than 2.
        SourceDamaged: it is cut, or the JSON is none.
        SourceTooComplex: the JSON has too many objects.
    """
    text, binary = _chunks(content) if content.startswith(MAGIC) else (content, None)
    if text.count(b"{") + text.count(b"[") > MAXIMUM_OBJECTS:
        raise SourceTooComplex(
            "the JSON of the file has too many objects",
            expected=f"at most {MAXIMUM_OBJECTS} objects and lists",
        )
    try:
        gltf = json.loads(text.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise SourceDamaged("the JSON of the file is none") from error
    if not isinstance(gltf, dict) or not isinstance(gltf.get("asset"), dict):
        raise SourceUnreadable("the file is not readable as glTF")
    if not str(gltf["asset"].get("version", "")).startswith("2."):
        raise SourceUnsupported("the file is not of version 2 of glTF", expected="2.0")
    return gltf, binary


def read_address(value: Mapping[str, Any], files: Files) -> bytes:
    """Return the data that an address holds itself, or those of the file that it leads to.

    Raises:
        SourceExternalReference: the file is not there, or is outside.
        SourceDamaged: there is no address, or its data are not in base 64.
    """
    address = value.get("uri")
    if not isinstance(address, str):
        raise SourceDamaged("a buffer or an image has no data")
    if not address.startswith("data:"):
        return files.read(unquote(address))
    head, comma, data = address.partition(",")
    if not (comma and head.endswith(";base64")):
        raise SourceDamaged("the data of an address are not in base 64")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SourceDamaged("the data of an address are not in base 64") from error


def _chunks(content: bytes) -> tuple[bytes, bytes | None]:
    if len(content) < 20:
        raise SourceDamaged("the file is cut", found=f"{len(content)} bytes")
    version, length = struct.unpack_from("<II", content, 4)
    if version != 2:
        raise SourceUnsupported("the file is not of version 2 of GLB", found=str(version))
    if length != len(content):
        raise SourceDamaged(
            "the file is not as long as it says",
            found=f"{len(content)} bytes",
            expected=f"{length} bytes",
        )
    chunks, at = [], 12
    while at + 8 <= length:
        size, kind = struct.unpack_from("<I4s", content, at)
        if at + 8 + size > length:
            raise SourceDamaged("a chunk of the file is cut")
        chunks.append((kind, content[at + 8 : at + 8 + size]))
        at += 8 + size
    if not chunks or chunks[0][0] != JSON_CHUNK:
        raise SourceDamaged("the first chunk of the file is not its JSON")
    second = chunks[1] if len(chunks) > 1 else None
    return chunks[0][1], second[1] if second and second[0] == BINARY_CHUNK else None


def _refuse(text: str) -> float:
    raise ValueError(f"{text} is no JSON")
