"""How a file is cut into parts: one rule, by the size alone, for every client and for the service.

Equal parts make the tree digest of a file (`twin.spatial.digests.composite_sha256`) a property of
its bytes: whoever cuts the same file gets the same digest.

Limits of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MEBIBYTE = 1024**2

MAXIMUM_FILE_BYTES = 5 * 1024**4
MAXIMUM_PARTS = 10_000
MINIMUM_PART_BYTES = 5 * MEBIBYTE
MAXIMUM_PART_BYTES = 5 * 1024**3

SMALLEST_PART_BYTES = 8 * MEBIBYTE
COMFORTABLE_PART_BYTES = 64 * MEBIBYTE
COMFORTABLE_PARTS = 1000
"""Up to here files of any size have no more parts; beyond, parts of 64 MiB are large enough."""


@dataclass(frozen=True)
class Part:
    """One part: its number from 1, and where it is in the file, in bytes."""

    part_number: int
    start: int
    size_bytes: int

    @property
    def end(self) -> int:
        """Return where the next part starts."""
        return self.start + self.size_bytes


@dataclass(frozen=True)
class PartPlan:
    """The parts of a file of `size_bytes`; all but the last have `part_bytes`."""

    size_bytes: int
    part_bytes: int

    @classmethod
    def of(cls, size_bytes: int) -> PartPlan:
        """Return the plan of a file from 1 byte to `MAXIMUM_FILE_BYTES`.

        >>> PartPlan.of(20 * MEBIBYTE).count
        3
        """
        comfortable = min(_share(size_bytes, COMFORTABLE_PARTS), COMFORTABLE_PART_BYTES)
        needed = _share(size_bytes, MAXIMUM_PARTS)
        return cls(size_bytes, max(SMALLEST_PART_BYTES, comfortable, needed))

    @property
    def count(self) -> int:
        """Return how many parts there are."""
        return -(-self.size_bytes // self.part_bytes)

    def part(self, part_number: int) -> Part:
        """Return one part, by its number from 1 to `count`."""
        start = (part_number - 1) * self.part_bytes
        return Part(part_number, start, min(self.part_bytes, self.size_bytes - start))

    def __iter__(self) -> Iterator[Part]:
        return (self.part(number) for number in range(1, self.count + 1))


def _share(size_bytes: int, parts: int) -> int:
    """Return the size of so many parts, in whole mebibytes."""
    return -(-size_bytes // (parts * MEBIBYTE)) * MEBIBYTE
