"""Packages of an npm lock file: it tells the licence of each, and which are only for development.

https://docs.npmjs.com/cli/configuring-npm/package-lock-json
"""

from __future__ import annotations

import json
from pathlib import Path

from twin_local.licences.package import Package

FOLDER = "node_modules/"


def packages_of(lock_file: Path) -> tuple[Package, ...]:
    """Return what is not for development alone."""
    packages = json.loads(lock_file.read_text(encoding="utf-8"))["packages"]
    return tuple(
        sorted(
            Package(path.rpartition(FOLDER)[2], entry["version"], entry.get("license", "unknown"))
            for path, entry in packages.items()
            if path and not entry.get("dev") and not entry.get("link")
        )
    )
