"""What may ship: no GPL, no AGPL, nothing whose licence nobody has read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from twin_local.licences.bundled import licence_of
from twin_local.licences.package import Package, Shipment

FORBIDDEN = re.compile(
    r"(?<!L)(?<!Lesser )(?<!Library )\bA?GPL"
    r"|(?<!Lesser )(?<!Library )General Public"
    r"|Affero|SSPL|BUSL|Non-?Commercial|Proprietary",
    re.IGNORECASE,
)
ALTERNATIVE = re.compile(r"\s+OR\s+|\s*/\s*", re.IGNORECASE)

FORBIDDEN_LIBRARIES = (
    "libx264",
    "libx265",
    "libpostproc",
    "libxvidcore",
    "libreadline",
    "libgsl",
    "libCGAL",
    "ifcopenshell_geometry_kernel_cgal",
    "ifcopenshell_geometry_svgfill",
)
"""Libraries and plugins under the GPL that wheels are known to bring inside."""

READ: Mapping[str, str] = {
    "FMPy": "BSD-2-Clause",
    "cedarpy": "Apache-2.0",
    "embreex": "BSD-2-Clause",
    # Basis Universal and Zstandard are inside, as its third-party notices say.
    "ktx2-encoder": "MIT AND Apache-2.0 AND BSD-3-Clause",
    # Intel's Integrated Performance Primitives are linked into its module.
    "opencv-python-headless": "Apache-2.0 AND LicenseRef-Intel-Simplified-Software",
    # The Twin Runtime inside is closed; the licence file of the wheel says MIT.
    "pytwin": "MIT",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "ufbx": "MIT",
}
"""Licences of packages whose metadata say none or not all, as their own licence files say."""


def known(package: Package) -> Package:
    """Return a package with the licence that was read, where its metadata tell none."""
    return replace(package, licence=READ.get(package.name, package.licence))


def findings(shipments: Iterable[Shipment]) -> Iterator[str]:
    """Yield what may not ship, and why."""
    for shipment in shipments:
        for package in shipment.packages:
            for reason in _reasons(package):
                yield f"{shipment.title}: {package.name} {package.version}: {reason}"


def _reasons(package: Package) -> Iterator[str]:
    if package.licence == "unknown":
        yield "its metadata name no licence: read it, and write it into READ"
    elif all(FORBIDDEN.search(one) for one in ALTERNATIVE.split(package.licence)):
        yield f"{package.licence} may not ship"
    for library in package.bundled:
        if library.startswith(FORBIDDEN_LIBRARIES):
            yield f"it brings {library}, which is under the GPL"
        elif licence_of(library) is None:
            yield f"it brings {library}: read its licence, and write it into bundled.py"
