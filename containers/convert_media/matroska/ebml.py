"""Elements of an EBML document (RFC 8794): number, size, content.

A reader of our own: of a file of gigabytes only the places of the coded pictures are wanted, every
count has to be compared with the bytes that are there, and sizes may be unknown.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from conversion_runtime.errors import SourceDamaged, SourceTooComplex

LONGEST_HEADER_BYTES = 12
"""Four of the number and eight of the size: more is allowed, and used by nobody."""

MOST_ELEMENTS = 4096
"""In one element that is read as a whole."""


class Header(NamedTuple):
    """The beginning of an element; `size` is None where it is unknown."""

    number: int
    size: int | None
    length: int


def header_of(data: bytes | memoryview) -> Header:
    """Read the header at the beginning of some bytes.

    Raises:
        SourceDamaged: there is none.
    """
    length = 9 - data[0].bit_length() if data and data[0] else 0
    if not 1 <= length <= 4 or len(data) <= length:
        raise damaged(0)
    number = int.from_bytes(data[:length], "big")
    size, size_length = size_of(data[length : length + 8], number)
    return Header(number, size, length + size_length)


def size_of(data: bytes | memoryview, number: int) -> tuple[int | None, int]:
    """Return a size and the bytes that it takes; None where all its bits are set (4.4).

    Raises:
        SourceDamaged: it is cut.
    """
    length = 9 - data[0].bit_length() if data and data[0] else 0
    if not length or len(data) < length:
        raise damaged(number)
    most = (1 << 7 * length) - 1
    value = int.from_bytes(data[:length], "big") & most
    return None if value == most else value, length


@dataclass(frozen=True)
class Element:
    """One element in memory."""

    number: int
    content: memoryview

    def elements(self) -> Iterator[Element]:
        """Yield the elements in it.

        Raises:
            SourceDamaged: one does not end in it.
            SourceTooComplex: there are too many.
        """
        at, end, count = 0, len(self.content), 0
        while at < end:
            head = header_of(self.content[at : at + LONGEST_HEADER_BYTES])
            begin = at + head.length
            if head.size is None or begin + head.size > end:
                raise damaged(head.number)
            if (count := count + 1) > MOST_ELEMENTS:
                raise too_many(MOST_ELEMENTS)
            yield Element(head.number, self.content[begin : begin + head.size])
            at = begin + head.size

    def find(self, *path: int) -> Element | None:
        """Return the first element of a path below this one."""
        found: Element | None = self
        for number in path:
            if found is not None:
                found = next((one for one in found.elements() if one.number == number), None)
        return found

    def whole(self, *path: int, otherwise: int = 0) -> int:
        """Return a whole number below this element (7.2)."""
        found = self.find(*path)
        return otherwise if found is None else whole_number(found)

    def real(self, *path: int, otherwise: float = 0.0) -> float:
        """Return a floating point number below this element (7.3)."""
        found = self.find(*path)
        if found is None or not len(found.content):
            return otherwise
        form = {4: ">f", 8: ">d"}.get(len(found.content))
        if form is None:
            raise damaged(found.number)
        (value,) = struct.unpack(form, found.content)
        return float(value)

    def data(self, *path: int) -> bytes:
        """Return the bytes of an element below this one; none where there is none."""
        found = self.find(*path)
        return b"" if found is None else bytes(found.content)


def whole_number(element: Element) -> int:
    """Return an element as a whole number (7.2)."""
    if len(element.content) > 8:
        raise damaged(element.number)
    return int.from_bytes(element.content, "big")


def damaged(number: int) -> SourceDamaged:
    """Return the error of an element that is not as the standard says."""
    return SourceDamaged(
        "an element of the file is not as the standard says", where=f"EBML 0x{number:X}"
    )


def too_many(most: int) -> SourceTooComplex:
    """Return the error of a file with too many elements."""
    return SourceTooComplex(
        "the file has too many elements", found=f"over {most}", expected=f"at most {most}"
    )
