"""Packages of a Python environment, by their own metadata.

https://packaging.python.org/en/latest/specifications/core-metadata/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from twin_local.licences.package import Package

CLASSIFIER = "License :: "
LONGEST = 80
"""A licence field that is longer, or has lines, is the text of the licence and not its name."""

SHARED_LIBRARY = re.compile(
    r"(lib[\w+.-]+?|\w+_(?:cgal\w*|svgfill))(-[0-9a-f]{8})*(\.[0-9.]+)?\.so(\.[0-9.]+)?$"
)
"""A name, the digests that tools for wheels put behind it, and versions; or a plugin."""
EXTENSION = ".cpython-"
"""In the name of a module of the package itself."""

UNKNOWN = "unknown"


def packages_in(site_packages: Path) -> tuple[Package, ...]:
    """Return all packages that are installed in a folder."""
    return tuple(sorted(map(_package, distributions(path=[str(site_packages)]))))


def packages_for(project: str, site_packages: Path) -> tuple[Package, ...]:
    """Return what a project needs to run, whatever else is installed beside it."""
    installed = {
        canonicalize_name(one.metadata["Name"]): one
        for one in distributions(path=[str(site_packages)])
    }
    waiting, found = [canonicalize_name(project)], dict[NormalizedName, Distribution]()
    while waiting:
        name = waiting.pop()
        if name in found or name not in installed:
            continue
        found[name] = installed[name]
        waiting.extend(_needs(installed[name]))
    del found[canonicalize_name(project)]
    return tuple(sorted(map(_package, found.values())))


def _needs(distribution: Distribution) -> Iterator[NormalizedName]:
    for text in distribution.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _package(distribution: Distribution) -> Package:
    return Package(
        name=distribution.metadata["Name"],
        version=distribution.version,
        licence=_licence(distribution),
        bundled=_bundled(distribution.files or ()),
    )


def _licence(distribution: Distribution) -> str:
    """Return the expression, the short name or the classifiers that the metadata have."""
    metadata = distribution.metadata
    for field in ("License-Expression", "License"):
        text = str(metadata[field]) if field in metadata else ""
        if text and text.strip().lower() != UNKNOWN and _is_name(text):
            return text.strip()
    named = [
        value.rpartition(" :: ")[2]
        for value in metadata.get_all("Classifier") or ()
        if value.startswith(CLASSIFIER) and value.rpartition(" :: ")[2] != "OSI Approved"
    ]
    return " / ".join(named) or UNKNOWN


def _is_name(text: str) -> bool:
    return "\n" not in text.strip() and len(text) <= LONGEST


def _bundled(files: Iterable[PackagePath]) -> tuple[str, ...]:
    """Return the shared libraries and plugins that a wheel brings and that are still there."""
    there = (file.name for file in files if Path(file.locate()).exists())
    matches = (SHARED_LIBRARY.match(name) for name in there if EXTENSION not in name)
    return tuple(sorted({match.group(1) for match in matches if match}))
