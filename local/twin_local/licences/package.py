"""A package of somebody else that ships with us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Package:
    """One package; `licence` as its metadata say, `bundled` are the libraries inside of it."""

    name: str
    version: str
    licence: str
    bundled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shipment:
    """What is shipped together: an image, the wheels of a function, the console's bundle."""

    title: str
    packages: tuple[Package, ...]
