"""`THIRD_PARTY.md`: what ships, with versions and licences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from twin_local.licences.bundled import licence_of
from twin_local.licences.package import Package, Shipment

HEAD = """# Third-party software

What ships with a deployment, with the versions of the lock files and the licence that each package
names. Written by `make licences`, which also refuses GPL, AGPL and what names no licence.
"""
INSIDE = """## Libraries inside of packages

Shared libraries that wheels bring along, and their licences. They are loaded dynamically and can be
replaced; those under the LGPL are unchanged.
"""


def document(shipments: Sequence[Shipment]) -> str:
    """Return the whole text."""
    return "\n".join([HEAD, *map(_section, shipments), INSIDE, *_inside(shipments), ""])


def _section(shipment: Shipment) -> str:
    rows = [f"| {one.name} | {one.version} | {one.licence} |" for one in shipment.packages]
    table = ["| Package | Version | Licence |", "|---|---|---|", *rows]
    return "\n".join([f"## {shipment.title}", "", *table, ""])


def _inside(shipments: Iterable[Shipment]) -> Iterator[str]:
    yield "| Package | Libraries | Licence |"
    yield "|---|---|---|"
    packages = {one.name: one for shipment in shipments for one in shipment.packages}
    for name in sorted(packages, key=str.lower):
        yield from _rows(packages[name])


def _rows(package: Package) -> Iterator[str]:
    """Yield one row for each licence of the libraries in a package."""
    licensed = sorted((licence_of(one) or "unknown", one) for one in package.bundled)
    for licence, group in groupby(licensed, key=lambda pair: pair[0]):
        libraries = ", ".join(library for _, library in group)
        yield f"| {package.name} | {libraries} | {licence} |"
