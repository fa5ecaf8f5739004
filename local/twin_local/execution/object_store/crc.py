"""CRC-32C and CRC-64/NVME, in lanes: a long body is summed in parts at once, then put together.

A CRC is linear: that of two parts is that of the first, moved over the second, exclusive-or that of
the second. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

LANES = 4096
LEAST_IN_LANES = 16 * LANES
"""Shorter bodies are summed byte by byte."""


@dataclass(frozen=True)
class Crc:
    """A reflected CRC that begins and ends with all bits inverted."""

    bits: int
    polynomial: int

    @property
    def mask(self) -> int:
        """All bits."""
        return (1 << self.bits) - 1

    def of(self, body: bytes) -> bytes:
        """Return the checksum of a body, the most significant byte first."""
        state = self.mask
        whole = len(body) - len(body) % LANES if len(body) >= LEAST_IN_LANES else 0
        if whole:
            state = self._lanes(state, body[:whole])
        for byte in body[whole:]:
            state = _table(self)[(state ^ byte) & 0xFF] ^ (state >> 8)
        return (state ^ self.mask).to_bytes(self.bits // 8, "big")

    def joined(self, first: bytes, second: bytes, second_bytes: int) -> bytes:
        """Return the checksum of two bodies in a row from theirs and the length of the second."""
        moved = _apply(self._over_zeros(second_bytes), int.from_bytes(first, "big"))
        return (moved ^ int.from_bytes(second, "big")).to_bytes(self.bits // 8, "big")

    def _lanes(self, state: int, body: bytes) -> int:
        table = np.array(_table(self), dtype=np.uint64)
        columns = np.ascontiguousarray(np.frombuffer(body, dtype=np.uint8).reshape(LANES, -1).T)
        sums = np.zeros(LANES, dtype=np.uint64)
        low, eight = np.uint64(0xFF), np.uint64(8)
        for column in columns:
            sums = table[(sums ^ column.astype(np.uint64)) & low] ^ (sums >> eight)
        move = self._over_zeros(len(body) // LANES)
        for lane in sums.tolist():
            state = _apply(move, state) ^ lane
        return state

    def _over_zeros(self, count: int) -> list[int]:
        """Return how each bit of a state is moved by so many zero bytes."""
        moved = [1 << bit for bit in range(self.bits)]
        step = [_table(self)[bit & 0xFF] ^ (bit >> 8) for bit in moved]
        while count:
            if count & 1:
                moved = [_apply(step, bit) for bit in moved]
            step = [_apply(step, bit) for bit in step]
            count >>= 1
        return moved


CRC32C = Crc(32, 0x82F63B78)
CRC64NVME = Crc(64, 0x9A6C9329AC4BC9B5)


@functools.cache
def _table(crc: Crc) -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = (value >> 1) ^ (crc.polynomial if value & 1 else 0)
        return value

    return tuple(entry(value) for value in range(256))


def _apply(move: list[int], state: int) -> int:
    moved = 0
    while state:
        lowest = state & -state
        moved ^= move[lowest.bit_length() - 1]
        state ^= lowest
    return moved
