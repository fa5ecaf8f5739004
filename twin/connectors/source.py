"""What a connector needs of a source: its records in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from twin.connectors.values import DataType, Value


@dataclass(frozen=True)
class Row:
    """What happened to one component at one time (nanoseconds since 1970)."""

    time: int
    key: str
    values: Mapping[str, Value | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Window:
    """A part of a history in one order, both ends included (nanoseconds since 1970).

    `begin` is where the whole history begins: a page that goes on somewhere has a later `start`.
    """

    start: int
    end: int
    begin: int
    descending: bool


class Source(Protocol):
    """One source of the site. Keys are the external ids of its components."""

    def known_keys(self) -> Sequence[str]:
        """Return the keys of all components."""
        ...

    def series(self, key: str) -> Mapping[str, DataType]:
        """Return the time series of a component, those of its type included."""
        ...

    def rows(self, key: str | None, names: Sequence[str], window: Window) -> Iterator[Row]:
        """Yield the records of a component, or of all, in order and always in the same one.

        Raises:
            SourceRefused: the source answered with an error.
            SourceUnavailable: the source could not be reached.
        """
        ...

    def attributes(self, key: str, names: Sequence[str]) -> Mapping[str, Value | None]:
        """Return what is true now of a component."""
        ...
