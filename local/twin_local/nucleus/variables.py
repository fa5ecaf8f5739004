"""Fill the variables of a recipe's scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin_local.nucleus.recipe import RecipeInvalid

_VARIABLE = re.compile(r"\{(?P<space>[a-z]+):(?P<name>[^{}\s]+)\}")


@dataclass(frozen=True)
class Places:
    """Where one version of one component lives."""

    root: Path
    component: str
    version: str
    thing_name: str

    @property
    def artifacts(self) -> Path:
        """Return the folder of the artifacts as downloaded."""
        return self.root / "packages" / "artifacts" / self.component / self.version

    @property
    def unarchived(self) -> Path:
        """Return the folder with one folder per unpacked artifact."""
        return self.root / "packages" / "artifacts-unarchived" / self.component / self.version

    @property
    def work(self) -> Path:
        """Return the component's own folder; it outlives versions."""
        return self.root / "work" / self.component

    @property
    def log(self) -> Path:
        """Return the file that gets what the component prints."""
        return self.root / "logs" / f"{self.component}.log"


def fill(script: str, places: Places, configuration: Mapping[str, Any]) -> str:
    """Return the script with its variables filled; raise `RecipeInvalid` for an unknown one."""
    fixed = {
        "artifacts:path": str(places.artifacts),
        "artifacts:decompressedPath": str(places.unarchived),
        "kernel:rootPath": str(places.root),
        "work:path": str(places.work),
        "iot:thingName": places.thing_name,
    }

    def value(match: re.Match[str]) -> str:
        variable = f"{match['space']}:{match['name']}"
        if variable in fixed:
            return fixed[variable]
        if match["space"] == "configuration":
            return _configured(configuration, match["name"])
        raise RecipeInvalid(
            "unknown variable", found="{" + variable + "}", expected=", ".join(fixed)
        )

    return _VARIABLE.sub(value, script)


def merge(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the objects of `change` merged in; everything else replaces."""
    merged = dict(base)
    for key, value in change.items():
        old: Any = merged.get(key)
        both_objects = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = merge(old, value) if both_objects else value
    return merged


def _configured(configuration: Mapping[str, Any], pointer: str) -> str:
    value: Any = configuration
    for key in pointer.strip("/").split("/"):
        if not isinstance(value, Mapping) or key not in value:
            raise RecipeInvalid(
                "no such configuration",
                found=pointer,
                expected="a key of ComponentConfiguration.DefaultConfiguration",
            )
        value = value[key]
    return str(value)
