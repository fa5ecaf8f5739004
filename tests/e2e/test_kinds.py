"""A file of every image's kind is converted in the running twin: small ones by functions."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from tests.e2e.conftest import Twin
from tests.integration.convert_bim.make_ifc import ifc

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

SIDE = 300
"""Of a plate of small triangles, as many as a function is not given."""


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png() -> bytes:
    """Return a red picture of 64 by 32 pixels."""
    header = struct.pack(">IIBBBBB", 64, 32, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xff\0\0" * 64) * 32
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def xyz() -> bytes:
    """Return a plate of points."""
    lines = [f"{x / 10:.1f} {y / 10:.1f} {(x + y) / 50:.2f}" for x in range(40) for y in range(40)]
    return "\n".join([*lines, ""]).encode()


def splats() -> bytes:
    """Return a row of splats, 32 bytes each."""
    row = struct.Struct("<6f4B4B")
    return b"".join(
        row.pack(x / 10, 0, 2, 0.1, 0.1, 0.1, 255, 128, 0, 255, 255, 128, 128, 128)
        for x in range(100)
    )


def stl() -> bytes:
    """Return a plate of 180,000 triangles, 9 MB."""
    triangle = struct.Struct("<12fH")
    triangles = b"".join(
        triangle.pack(0, 0, 1, *corners, 0)
        for x in range(SIDE)
        for y in range(SIDE)
        for corners in (
            (x, y, 0, x + 1, y, 0, x, y + 1, 0),
            (x + 1, y, 0, x + 1, y + 1, 0, x, y + 1, 0),
        )
    )
    return b"plate".ljust(80) + struct.pack("<I", 2 * SIDE * SIDE) + triangles


@pytest.mark.parametrize(
    ("name", "derivative", "service"),
    [
        ("photo.png", "web.webp", "function"),
        ("scan.xyz", "cloud.copc.laz", "function"),
        ("cloud.splat", "splats.spz", "function"),
        ("house.ifc", "properties.json", "function"),
        ("plate.stl", "model.glb", "job"),
    ],
)
def test_a_file_is_converted_where_it_fits(
    twin: Twin, tmp_path: Path, name: str, derivative: str, service: str
) -> None:
    content = {"png": png, "xyz": xyz, "splat": splats, "ifc": ifc, "stl": stl}
    file = tmp_path / name
    file.write_bytes(content[file.suffix[1:]]())
    key = f"kind-{file.suffix[1:]}"
    told = twin.run("assets", "upload", str(file), "--key", key, "--wait", role="engineer")
    assert told["state"] == "PUBLISHED"
    found = twin.run("assets", "why", key, name, derivative, role="viewer")
    assert found["size_bytes"] > 0
    assert found["run"]["price"]["service"] == service
    assert found["run"]["cost_usd"] > 0
