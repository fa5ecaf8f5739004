"""Write boxes of an ISO base media file (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct


def box(kind: bytes, *content: bytes | memoryview) -> bytes:
    """Return a box of some content."""
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full_box(kind: bytes, version: int, flags: int, *content: bytes | memoryview) -> bytes:
    """Return a box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def numbers(form: str, *values: int) -> bytes:
    """Return numbers, big-endian, in the notation of `struct`."""
    return struct.pack(f">{form}", *values)
