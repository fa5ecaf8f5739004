"""The USD converters, run as their image does."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_usd")


def package(members: Mapping[str, bytes]) -> bytes:
    """Return a USDZ archive: stored members whose contents begin at multiples of 64 bytes.

    https://openusd.org/release/spec_usdz.html
    """
    content, directory = b"", b""
    for name, data in members.items():
        encoded, crc = name.encode(), zlib.crc32(data)
        padding = -(len(content) + 30 + len(encoded) + 4) % 64
        extra = struct.pack("<HH", 0x1986, padding) + bytes(padding)
        sizes = (crc, len(data), len(data), len(encoded), len(extra))
        start = len(content)
        content += struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 10, 0, 0, 0, 33, *sizes)
        content += encoded + extra + data
        fields = (20, 10, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, start)
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", *fields)
        directory += encoded + extra
    count = len(members)
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(content), 0
    )
    return content + directory + end


def usda(body: str, metadata: str = 'upAxis = "Y"\n    metersPerUnit = 1') -> bytes:
    """Return a layer."""
    return f"#usda 1.0\n(\n    {metadata}\n)\n{body}\n".encode()


def square(name: str = "Square", more: str = "", points: str = "") -> str:
    """Return a mesh of one polygon of 2 x 2 units around the origin, which looks along Z."""
    points = points or "(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)"
    return f"""
def Mesh "{name}"
{{
    int[] faceVertexCounts = [4]
    int[] faceVertexIndices = [0, 1, 2, 3]
    point3f[] points = [{points}]
    uniform token subdivisionScheme = "none"
    {more}
}}
"""
