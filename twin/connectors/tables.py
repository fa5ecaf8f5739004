"""A table of the twin as a source: records under a key, or of all keys by an index over time.

Sort keys of records are a prefix, the time with six digits of a second, and what tells apart those
of one time. Nothing is scanned: every read is a range of one partition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from twin.connectors.source import Row, Window
from twin.connectors.values import DataType, Value
from twin.telemetry.sample import NANOSECONDS

Item = Mapping[str, str]
"""An item of the table, its attributes as texts."""

AFTER = "$"
"""Comes after the `#` that follows a time in a sort key, and before every other digit of it."""


@dataclass(frozen=True)
class KeyRange:
    """Items of one partition of the table, or of its index over time, both ends included."""

    partition: str
    low: str
    high: str
    of_index: bool = False
    descending: bool = False
    limit: int | None = None


class Items(Protocol):
    """Reads ranges of a table."""

    def between(self, wanted: KeyRange) -> Iterator[Item]:
        """Yield the items of a range in the order of their sort keys, page by page."""
        ...


@dataclass(frozen=True)
class Layout:
    """Where a source's records are; `listing` is the partition of the index that has them all.

    `held` are the properties that keep their value until the next record: the beginning of a
    history has them as they were then. `present` is the sort key of an item that is always there
    and says how things are now; `row` reads both kinds of items, `attributes` reads the present.
    """

    partition: Callable[[str], str]
    prefix: str
    listing: str
    series: Callable[[str], Mapping[str, DataType]]
    row: Callable[[Item], Row]
    attributes: Callable[[Item | None], Mapping[str, Value | None]]
    held: tuple[str, ...] = ()
    present: str | None = None


class TableSource:
    """Reads records of a table by the layout of a source."""

    def __init__(self, layout: Layout, keys: Sequence[str], items: Items) -> None:
        self._layout, self._keys, self._items = layout, tuple(keys), items

    def known_keys(self) -> Sequence[str]:
        """Return the keys of all components."""
        return self._keys

    def series(self, key: str) -> Mapping[str, DataType]:
        """Return the time series of a component."""
        return self._layout.series(key)

    def rows(self, key: str | None, names: Sequence[str], window: Window) -> Iterator[Row]:
        """Yield the records of a component or of all; what held at the beginning is one."""
        opening = self._opening(key, window) if set(names) & set(self._layout.held) else iter(())
        if not window.descending:
            yield from opening
        yield from self._recorded(key, window)
        if window.descending:
            yield from opening

    def attributes(self, key: str, names: Sequence[str]) -> Mapping[str, Value | None]:
        """Return what the present item, or else the newest record, says."""
        return self._layout.attributes(self._newest(key))

    def _recorded(self, key: str | None, window: Window) -> Iterator[Row]:
        prefix = self._layout.prefix if key is not None else ""
        partition = self._layout.listing if key is None else self._layout.partition(key)
        wanted = KeyRange(
            partition,
            f"{prefix}{time_key(window.start, up=True)}",
            f"{prefix}{time_key(window.end)}{AFTER}",
            of_index=key is None,
            descending=window.descending,
        )
        for item in self._items.between(wanted):
            row = self._layout.row(item)
            # The index has the records of components that the site file has no longer.
            if key is not None or row.key in self._keys:
                yield row

    def _opening(self, key: str | None, window: Window) -> Iterator[Row]:
        if not window.descending and window.start > window.begin:
            return
        for one in self._keys if key is None else (key,):
            before = self._before(one, window.begin)
            if before is not None:
                held = {name: before.values.get(name) for name in self._layout.held}
                yield replace(before, time=window.begin, values=held)

    def _before(self, key: str, time: int) -> Row | None:
        """Return what held at a time: the present where it is older, or the last record before."""
        layout = self._layout
        present = self._present(key)
        if present is not None and (row := layout.row(present)).time < time:
            return row
        last = KeyRange(
            layout.partition(key),
            layout.prefix,
            f"{layout.prefix}{time_key(time, up=True)}",
            descending=True,
            limit=1,
        )
        found = next(iter(self._items.between(last)), None)
        return None if found is None else layout.row(found)

    def _newest(self, key: str) -> Item | None:
        present = self._present(key)
        if present is not None:
            return present
        layout = self._layout
        last = KeyRange(
            layout.partition(key),
            layout.prefix,
            f"{layout.prefix}{AFTER_ALL}",
            descending=True,
            limit=1,
        )
        return next(iter(self._items.between(last)), None)

    def _present(self, key: str) -> Item | None:
        layout = self._layout
        if layout.present is None:
            return None
        one = KeyRange(layout.partition(key), layout.present, layout.present, limit=1)
        return next(iter(self._items.between(one)), None)


AFTER_ALL = ":"
"""Comes after every digit."""


def time_key(nanoseconds: int, *, up: bool = False) -> str:
    """Return a time as sort keys have it: microseconds, rounded down or `up`."""
    microseconds = -(-nanoseconds // 1_000) if up else nanoseconds // 1_000
    seconds, rest = divmod(max(microseconds, 0), NANOSECONDS // 1_000)
    return f"{seconds:010d}.{rest:06d}"
