"""What a source of measured values says of itself, and the ports that the window function has.

A source is one module of `twin.recalibration.sources`. Its class says which port it reads by; the
port says what the function may do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from twin.connectors.connector import Site
from twin.connectors.http import Http
from twin.site_document import Signal

Point = tuple[float, float]
"""Time (UTC seconds since 1970) and value; a value that is no number is NaN."""

Reader = Callable[[Signal, float, float], Iterator[Point]]
"""Yields the good values of a signal from one time to another, both included, oldest first."""


class Values(Protocol):
    """The values that SiteWise has."""

    def good(self, alias: str, start: float, end: float) -> Iterator[Point]:
        """Yield the values of good quality between two times, both included, oldest first."""
        ...


class Files(Protocol):
    """Objects of a bucket."""

    def below(self, prefix: str) -> Iterator[str]:
        """Yield the keys of all objects below a prefix."""
        ...

    def lines(self, key: str) -> Iterator[bytes]:
        """Yield the lines of an object, with their ends."""
        ...

    def address(self, key: str) -> str:
        """Return how people name an object."""
        ...


@dataclass(frozen=True)
class WindowSource:
    """A source by the name that site files give it, and the feature of the site that it needs."""

    name: str
    feature: str | None = None


@dataclass(frozen=True)
class ValueSource(WindowSource):
    """A source that reads SiteWise."""

    read: Callable[[Values], Reader] = field(kw_only=True)


@dataclass(frozen=True)
class HttpSource(WindowSource):
    """A source that asks a database over HTTPS, with a token of which `secret` is the name."""

    secret: Callable[[Site], str] = field(kw_only=True)
    read: Callable[[Site, Http], Reader] = field(kw_only=True)


@dataclass(frozen=True)
class FileSource(WindowSource):
    """A source that reads files below a prefix of the models bucket."""

    prefix: str = field(kw_only=True)
    read: Callable[[Files], Reader] = field(kw_only=True)


AnySource = ValueSource | HttpSource | FileSource


def number(value: object) -> float:
    """Return a value as a number; one that is none is NaN, and ends what held before."""
    return float(value) if isinstance(value, bool | int | float) else math.nan
