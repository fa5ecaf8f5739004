"""Change an E57 file and make its checksums right again, as an attacker would.

ASTM E2807, 6.2: pages of 1024 bytes, the last four of which are the CRC-32C of the others.
"""

from __future__ import annotations

import struct

PAGE_BYTES = 1024
BODY_BYTES = 1020
LENGTH_AT, XML_AT, XML_LENGTH_AT = 16, 24, 32
_POLYNOMIAL = 0x82F63B78


def with_bytes(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file with bytes that it has once replaced by as many others."""
    data = _logical(content)
    assert data.count(old) == 1 and len(old) == len(new)
    return _physical(data.replace(old, new))


def with_xml(content: bytes, old: str, new: str) -> bytes:
    """Return a file with a text in its XML section replaced; lengths follow."""
    data = _logical(content)
    physical, length = struct.unpack_from("<QQ", data, XML_AT)
    start = physical - physical // PAGE_BYTES * (PAGE_BYTES - BODY_BYTES)
    text = data[start : start + length].decode()
    assert old in text
    changed = text.replace(old, new, 1).encode()
    whole = bytearray(data[:start] + changed)
    whole += bytes(-len(whole) % BODY_BYTES)
    pages = len(whole) // BODY_BYTES
    struct.pack_into("<Q", whole, LENGTH_AT, pages * PAGE_BYTES)
    struct.pack_into("<Q", whole, XML_LENGTH_AT, len(changed))
    return _physical(bytes(whole))


def _logical(content: bytes) -> bytes:
    pages = range(0, len(content), PAGE_BYTES)
    return b"".join(content[at : at + BODY_BYTES] for at in pages)


def _physical(data: bytes) -> bytes:
    bodies = (data[at : at + BODY_BYTES] for at in range(0, len(data), BODY_BYTES))
    return b"".join(body + _crc32c(body).to_bytes(4, "big") for body in bodies)


def _crc32c(data: bytes) -> int:
    checksum = 0xFFFFFFFF
    for byte in data:
        checksum = _TABLE[(checksum ^ byte) & 0xFF] ^ checksum >> 8
    return checksum ^ 0xFFFFFFFF


def _entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    return value


_TABLE = [_entry(value) for value in range(256)]
