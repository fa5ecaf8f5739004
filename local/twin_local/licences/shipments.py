"""Everything that ships from a checkout in which set-up has run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twin_local.licences import installed_node, installed_python
from twin_local.licences.package import Package, Shipment
from twin_local.licences.policy import known

PROJECT = "digital-twin-framework"


def shipments(root: Path) -> tuple[Shipment, ...]:
    """Return the images, the functions' wheels, the edge, the console and the command line."""
    return tuple(_found(root))


def _found(root: Path) -> Iterator[Shipment]:
    build = root / ".build"
    for folder in sorted((build / "venvs").iterdir()):
        lock = root / "containers" / folder.name / "package-lock.json"
        node = installed_node.packages_of(lock) if lock.is_file() else ()
        title = "Edge components" if folder.name == "edge" else f"Image {folder.name}"
        yield _shipment(title, (*installed_python.packages_in(_site_packages(folder)), *node))
    for lock in sorted(root.glob("lambda/*/requirements.lock")):
        wheels = sorted((build / "wheels").glob(f"{lock.parent.name}-*"))
        packages = {one for folder in wheels for one in installed_python.packages_in(folder)}
        yield _shipment(f"Functions: wheels of {lock.parent.name}", tuple(sorted(packages)))
    web = installed_node.packages_of(root / "web" / "package-lock.json")
    yield _shipment("Console", web)
    command = installed_python.packages_for(PROJECT, _site_packages(root / ".venv"))
    yield _shipment("Command line and embedded AWS", command)


def _site_packages(environment: Path) -> Path:
    return next((environment / "lib").glob("python3*/site-packages"))


def _shipment(title: str, packages: tuple[Package, ...]) -> Shipment:
    return Shipment(title, tuple(map(known, packages)))
