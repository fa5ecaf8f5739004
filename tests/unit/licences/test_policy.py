"""What may ship, and that what ships is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin_local.licences.document import document
from twin_local.licences.installed_node import packages_of
from twin_local.licences.installed_python import packages_in
from twin_local.licences.package import Package, Shipment
from twin_local.licences.policy import findings


def reasons(licence: str, *bundled: str) -> list[str]:
    package = Package("one", "1.0", licence, bundled)
    return list(findings([Shipment("Image", (package,))]))


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "Apache-2.0",
        "LGPL-3.0-or-later",
        "GNU Lesser General Public License v3 or later (LGPLv3+)",
        "GNU Library or Lesser General Public License (LGPL)",
        "MIT OR GPL-2.0-or-later",
        "MPL-2.0",
    ],
)
def test_licences_that_may_ship(licence: str) -> None:
    assert reasons(licence) == []


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "GPLv2+",
        "AGPL-3.0",
        "GNU General Public License v2 (GPLv2)",
        "GNU Affero General Public License v3",
        "GPL-2.0 OR GPL-3.0",
        "CC-BY-NonCommercial",
        "unknown",
    ],
)
def test_licences_that_may_not(licence: str) -> None:
    assert len(reasons(licence)) == 1


def test_a_library_inside_of_a_wheel_counts() -> None:
    assert "GPL" in reasons("LGPL-3.0-or-later", "ifcopenshell_geometry_kernel_cgal")[0]
    assert "libx264" in reasons("BSD-3-Clause", "libx264")[0]
    assert "read its licence" in reasons("MIT", "libnobodyknows")[0]
    assert reasons("MIT", "libTKernel") == []


def test_packages_tell_licences_and_libraries(tmp_path: Path) -> None:
    folder = tmp_path / "wheel-1.2.dist-info"
    folder.mkdir()
    head = "Metadata-Version: 2.1\nName: wheel\nVersion: 1.2\n"
    licence = "License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n"
    (folder / "METADATA").write_text(head + licence)
    there = ("wheel/libfoo-3-69ba4c2d.17.0.so", "wheel/libown.cpython-311.so", "wheel/a.py")
    (tmp_path / "wheel").mkdir()
    for name in there:
        (tmp_path / name).touch()
    names = (*there, "wheel/libtaken_out.so")
    (folder / "RECORD").write_text("".join(f"{name},,\n" for name in names))
    assert packages_in(tmp_path) == (Package("wheel", "1.2", "MIT License", ("libfoo-3",)),)


def test_packages_for_development_do_not_ship(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    packages = {
        "": {"name": "root"},
        "node_modules/three": {"version": "1.0.0", "license": "MIT"},
        "node_modules/vite": {"version": "2.0.0", "license": "MIT", "dev": True},
    }
    lock.write_text(json.dumps({"packages": packages}))
    assert packages_of(lock) == (Package("three", "1.0.0", "MIT"),)


def test_the_list_names_every_package_and_library() -> None:
    text = document([Shipment("Image one", (Package("a", "1", "MIT", ("libTKernel",)),))])
    assert "## Image one" in text
    assert "| a | 1 | MIT |" in text
    assert "| a | libTKernel | LGPL-2.1-only WITH OCCT-exception-1.0 |" in text
