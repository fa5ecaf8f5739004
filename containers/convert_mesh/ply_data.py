"""The tables of a PLY file as numpy arrays; counts are checked before memory is taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_mesh.ply_header import Element, Header
from glb_runtime.model import Array


@dataclass(frozen=True, eq=False)
class Table:
    """`columns` by the names of properties; a list has its `counts` and all its values in a row."""

    columns: dict[str, Array]
    counts: dict[str, Array]


def read_tables(content: bytes, header: Header) -> dict[str, Table]:
    """Return the elements of a file by their names.

    Raises:
        SourceDamaged: the file is shorter than its header says, or a number is none.
    """
    reader = _Binary(content, header) if header.order else _Text(content, header)
    return {element.name: reader.table(element) for element in header.elements}


class _Binary:
    def __init__(self, content: bytes, header: Header) -> None:
        self.content, self.order, self.at = content, header.order, header.begin

    def table(self, element: Element) -> Table:
        if element.has_lists:
            return self._lists(element)
        row = element.row(self.order)
        rows = np.frombuffer(self._take(element.count * row.itemsize), row, element.count)
        return Table({name: rows[name] for name in row.names or ()}, {})

    def _lists(self, element: Element) -> Table:
        """Read rows of one length at once; where they differ, one by one."""
        same = self._same_length(element)
        if same is not None:
            return same
        columns: dict[str, list[Array]] = {one.name: [] for one in element.properties}
        for _ in range(element.count):
            for one in element.properties:
                count = 1
                if one.count_type:
                    count = _length(self._numbers(one.count_type, 1)[0])
                columns[one.name].append(self._numbers(one.type, count))
        return _gathered(element, columns)

    def _same_length(self, element: Element) -> Table | None:
        begin, fields, lists = self.at, [], []
        for one in element.properties if element.count else ():
            count = 1
            if one.count_type:
                count = _length(self._numbers(one.count_type, 1)[0])
                lists.append((one.name, count))
                fields.append((f"{one.name} count", self.order + one.count_type, (1,)))
            self._numbers(one.type, count)
            fields.append((one.name, self.order + one.type, (count,)))
        row, self.at = np.dtype(fields), begin
        if not fields or begin + row.itemsize * element.count > len(self.content):
            return None
        rows = np.frombuffer(self.content, row, element.count, begin)
        if any((rows[f"{name} count"] != count).any() for name, count in lists):
            return None
        self.at = begin + row.itemsize * element.count
        counts = {name: np.full(element.count, count) for name, count in lists}
        return Table({one.name: rows[one.name].reshape(-1) for one in element.properties}, counts)

    def _numbers(self, kind: str, count: int) -> Array:
        number = np.dtype(self.order + kind)
        return np.frombuffer(self._take(number.itemsize * count), number, count)

    def _take(self, length: int) -> memoryview:
        self.at += length
        if self.at > len(self.content):
            raise _too_short()
        return memoryview(self.content)[self.at - length : self.at]


class _Text:
    def __init__(self, content: bytes, header: Header) -> None:
        words = content[header.begin :].split()
        try:
            self.values = np.array(words, np.bytes_).astype(float) if words else np.zeros(0)
        except ValueError as error:
            raise SourceDamaged("a number of the file is none") from error
        self.at = 0

    def table(self, element: Element) -> Table:
        if not element.has_lists:
            width = len(element.properties)
            rows = self._take(width * element.count).reshape(element.count, width)
            return Table({one.name: rows[:, i] for i, one in enumerate(element.properties)}, {})
        columns: dict[str, list[Array]] = {one.name: [] for one in element.properties}
        for _ in range(element.count):
            for one in element.properties:
                count = _length(self._take(1)[0]) if one.count_type else 1
                columns[one.name].append(self._take(count))
        return _gathered(element, columns)

    def _take(self, count: int) -> Array:
        self.at += count
        if self.at > len(self.values):
            raise _too_short()
        return self.values[self.at - count : self.at]


def _gathered(element: Element, columns: dict[str, list[Array]]) -> Table:
    counts = {
        one.name: np.array([len(values) for values in columns[one.name]], np.int64)
        for one in element.properties
        if one.count_type
    }
    joined = {
        name: np.concatenate(values) if values else np.zeros(0) for name, values in columns.items()
    }
    return Table(joined, counts)


def _length(value: float) -> int:
    if not (value >= 0 and float(value).is_integer()):
        raise SourceDamaged("the length of a list is none")
    return int(value)


def _too_short() -> SourceDamaged:
    return SourceDamaged("the file is shorter than its header says", expected="all its elements")
