"""Read a component recipe; only the part that Greengrass nucleus and nucleus lite share is valid.

https://docs.aws.amazon.com/greengrass/v2/developerguide/component-recipe-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from twin.errors import TwinError

_RECIPE_KEYS = {
    "RecipeFormatVersion",
    "ComponentName",
    "ComponentVersion",
    "ComponentDescription",
    "ComponentPublisher",
    "ComponentType",
    "ComponentDependencies",
    "ComponentConfiguration",
    "Manifests",
}
_LIFECYCLE_KEYS = {"install", "run"}
_STEP_KEYS = {"Script", "Timeout", "RequiresPrivilege"}


class RecipeInvalid(TwinError):
    """A recipe is not one that both nuclei run."""

    code = "RECIPE_INVALID"


@dataclass(frozen=True)
class Artifact:
    """One file of a component; `unarchive` says whether it is a ZIP to unpack."""

    uri: str
    unarchive: bool


@dataclass(frozen=True)
class Recipe:
    """What the nucleus needs of a recipe; timeouts in seconds."""

    name: str
    version: str
    dependencies: tuple[str, ...]
    configuration: Mapping[str, Any]
    artifacts: tuple[Artifact, ...]
    install: str | None
    install_timeout_seconds: float
    run: str


def read_recipe(text: str) -> Recipe:
    """Return a recipe in YAML or JSON; raise `RecipeInvalid`."""
    raw = yaml.safe_load(text)
    if not isinstance(raw, dict):
        raise RecipeInvalid("a recipe is an object", found=type(raw).__name__)
    _only(raw, _RECIPE_KEYS, where="recipe")
    if raw.get("ComponentType", "aws.greengrass.generic") != "aws.greengrass.generic":
        raise RecipeInvalid("only generic components run here", found=raw["ComponentType"])
    manifest = _linux_manifest(raw)
    lifecycle = manifest.get("Lifecycle", {})
    _only(lifecycle, _LIFECYCLE_KEYS, where="Lifecycle")
    install, timeout = _step(lifecycle.get("install"))
    run, _ = _step(lifecycle.get("run"))
    if run is None:
        raise RecipeInvalid("the recipe has no run step", where=raw["ComponentName"])
    return Recipe(
        name=raw["ComponentName"],
        version=str(raw["ComponentVersion"]),
        dependencies=tuple(raw.get("ComponentDependencies", {})),
        configuration=raw.get("ComponentConfiguration", {}).get("DefaultConfiguration", {}),
        artifacts=tuple(
            Artifact(item["URI"], item.get("Unarchive", "NONE") == "ZIP")
            for item in manifest.get("Artifacts", [])
        ),
        install=install,
        install_timeout_seconds=timeout,
        run=run,
    )


def _linux_manifest(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    for manifest in raw.get("Manifests", []):
        platform = manifest.get("Platform", {})
        if platform.get("os") in ("linux", "*") and platform.get("runtime") in (
            "*",
            "aws_nucleus_lite",
        ):
            return dict(manifest)
    raise RecipeInvalid(
        "no manifest fits",
        found=str([manifest.get("Platform") for manifest in raw.get("Manifests", [])]),
        expected="one with Platform {os: linux, runtime: '*'}",
        where=raw["ComponentName"],
    )


def _step(raw: object) -> tuple[str | None, float]:
    if raw is None or isinstance(raw, str):
        return raw, 120.0
    if not isinstance(raw, dict):
        raise RecipeInvalid("a lifecycle step is a script", found=type(raw).__name__)
    _only(raw, _STEP_KEYS, where="Lifecycle")
    return str(raw["Script"]), float(raw.get("Timeout", 120))


def _only(raw: Mapping[str, Any], known: set[str], *, where: str) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        raise RecipeInvalid(
            "this key is not valid on both nuclei",
            found=", ".join(unknown),
            expected=", ".join(sorted(known)),
            where=where,
        )
