"""Read a component's recipe and refuse what a nucleus would not run.

https://docs.aws.amazon.com/greengrass/v2/developerguide/component-recipe-reference.html
The subset is the one that is valid on both nuclei: Linux, generic components, the plain variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from twin_local.services.greengrassv2.exceptions import ValidationException

Json = dict[str, Any]
FORMAT = "2020-01-25"
KEYS = {
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
REQUIRED = ("RecipeFormatVersion", "ComponentName", "ComponentVersion", "Manifests")
GENERIC = "aws.greengrass.generic"
DEPENDENCY_TYPES = ("HARD", "SOFT")
LONGEST = {"ComponentName": 128, "ComponentVersion": 64}
LIFECYCLES = {"install", "run", "startup", "bootstrap", "setEnv", "Setenv"}
VARIABLES = ("artifacts:", "kernel:rootPath", "iot:thingName", "work:path", "configuration:")
VERSION = re.compile(r"\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?")
VARIABLE = re.compile(r"\{([a-z]+:[^}]*)\}")


@dataclass(frozen=True)
class Recipe:
    """A recipe that was read and checked."""

    name: str
    version: str
    description: str
    publisher: str
    platforms: tuple[Json, ...]
    body: Json


def read(text: bytes) -> Recipe:
    """Return a recipe given as YAML or JSON.

    Raises:
        ValidationException: it is none, or not of the subset that both nuclei run.
    """
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValidationException(f"the recipe is neither YAML nor JSON: {error}") from error
    if not isinstance(body, dict):
        raise ValidationException("the recipe is not an object")
    if problems := list(_problems(body)):
        raise ValidationException("; ".join(problems))
    return Recipe(
        name=body["ComponentName"],
        version=str(body["ComponentVersion"]),
        description=body.get("ComponentDescription", ""),
        publisher=body.get("ComponentPublisher", ""),
        platforms=tuple(_platforms(body["Manifests"])),
        body=body,
    )


def _problems(body: Json) -> Iterator[str]:
    for key in REQUIRED:
        if not body.get(key):
            yield f"{key} is required"
    for key in sorted(set(body) - KEYS):
        yield f"{key} is no key of a recipe"
    if str(body.get("RecipeFormatVersion")) != FORMAT:
        yield f"RecipeFormatVersion is {FORMAT}"
    if not VERSION.fullmatch(str(body.get("ComponentVersion", ""))):
        yield "ComponentVersion is major.minor.patch"
    for key, most in LONGEST.items():
        if len(str(body.get(key, ""))) > most:
            yield f"{key} has at most {most} characters"
    if body.get("ComponentType", GENERIC) != GENERIC:
        yield f"ComponentType is {GENERIC}: nothing else runs on both nuclei"
    for name, one in (body.get("ComponentDependencies") or {}).items():
        if one.get("DependencyType", "HARD") not in DEPENDENCY_TYPES:
            yield f"the DependencyType of {name} is {' or '.join(DEPENDENCY_TYPES)}"
    for manifest in body.get("Manifests") or []:
        yield from _manifest_problems(manifest)


def _manifest_problems(manifest: Json) -> Iterator[str]:
    if (manifest.get("Platform") or {}).get("os", "linux") != "linux":
        yield "Platform.os is linux"
    lifecycle = manifest.get("Lifecycle") or {}
    for key in sorted(set(lifecycle) - LIFECYCLES):
        yield f"Lifecycle.{key} does not run on both nuclei"
    for step in lifecycle.values():
        script = step.get("Script", "") if isinstance(step, dict) else str(step)
        if isinstance(step, dict) and any(key.lower() == "skipif" for key in step):
            yield "SkipIf does not run on both nuclei"
        for variable in VARIABLE.findall(script):
            if not variable.startswith(VARIABLES):
                yield f"{{{variable}}} is no recipe variable of both nuclei"
    for artifact in manifest.get("Artifacts") or []:
        if not str(artifact.get("URI", "")).startswith("s3://"):
            yield f"the artifact {artifact.get('URI')} is not on S3"


def _platforms(manifests: list[Json]) -> Iterator[Json]:
    for manifest in manifests:
        attributes = {key: str(value) for key, value in (manifest.get("Platform") or {}).items()}
        yield {"name": attributes.get("os", "linux"), "attributes": attributes}
