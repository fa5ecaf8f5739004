"""Checksums in lanes are those byte by byte, and those of the catalogue of CRCs."""

from __future__ import annotations

import random
import zlib

import pytest

from twin_local.execution.object_store.crc import CRC32C, CRC64NVME, LEAST_IN_LANES, Crc


def test_the_check_values_of_the_catalogue() -> None:
    assert CRC32C.of(b"123456789").hex() == "e3069283"
    assert CRC64NVME.of(b"123456789").hex() == "ae8b14860a799888"
    assert CRC32C.of(b"") == bytes(4)


@pytest.mark.parametrize("size", [1, LEAST_IN_LANES - 1, LEAST_IN_LANES, LEAST_IN_LANES * 3 + 17])
def test_lanes_give_what_zlib_gives(size: int) -> None:
    body = random.Random(size).randbytes(size)
    assert Crc(32, 0xEDB88320).of(body) == zlib.crc32(body).to_bytes(4, "big")
