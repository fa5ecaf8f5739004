"""A synthesized cloud assembly: its stacks in the order in which they are deployed."""

from __future__ import annotations

import graphlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twin_local.engine.errors import AssemblyError
from twin_local.engine.json_value import Properties

STACK = "aws:cloudformation:stack"
NESTED = "cdk:cloud-assembly"
ASSETS = "cdk:asset-manifest"
WITHOUT_EFFECT = frozenset({"cdk:tree", "cdk:feature-flag-report"})


@dataclass(frozen=True)
class StackArtifact:
    """One stack of an assembly; `asset_manifests` are the files that list what it needs."""

    name: str
    display_name: str
    account: str
    region: str
    template_file: Path
    parameters: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]
    asset_manifests: tuple[Path, ...]
    dependencies: tuple[str, ...]

    def template(self) -> Properties:
        """Read the stack's template."""
        template: Properties = json.loads(self.template_file.read_text(encoding="utf-8"))
        return template


def read_assembly(directory: Path) -> tuple[StackArtifact, ...]:
    """Return every stack of an assembly and of the stages in it, dependencies first.

    Raises:
        AssemblyError: there is no manifest, an artifact is of an unknown kind, or stacks depend
            on one another in a circle.
    """
    stacks = {stack.name: stack for stack in _stacks(directory)}
    edges = {name: set(stack.dependencies) & set(stacks) for name, stack in stacks.items()}
    try:
        order = tuple(graphlib.TopologicalSorter(edges).static_order())
    except graphlib.CycleError as error:
        raise AssemblyError("stacks depend on one another", found=str(error.args[1])) from error
    return tuple(stacks[name] for name in order)


def _stacks(directory: Path) -> Iterator[StackArtifact]:
    artifacts = _manifest(directory)
    names = {
        key: artifact["properties"].get("stackName", key)
        for key, artifact in artifacts.items()
        if artifact["type"] == STACK
    }
    for key, artifact in artifacts.items():
        kind = artifact["type"]
        if kind == NESTED:
            yield from _stacks(directory / artifact["properties"]["directoryName"])
        elif kind == STACK:
            yield _stack(key, directory, artifacts, names)
        elif kind != ASSETS and kind not in WITHOUT_EFFECT:
            raise AssemblyError(f"{key} is of an unknown kind", found=kind, where=str(directory))


def _manifest(directory: Path) -> dict[str, Properties]:
    path = directory / "manifest.json"
    if not path.is_file():
        raise AssemblyError("there is no cloud assembly", expected=str(path))
    artifacts: dict[str, Properties] = json.loads(path.read_text(encoding="utf-8"))["artifacts"]
    return artifacts


def _stack(
    key: str, directory: Path, artifacts: dict[str, Properties], names: dict[str, str]
) -> StackArtifact:
    artifact = artifacts[key]
    properties = artifact["properties"]
    account, _, region = artifact["environment"].removeprefix("aws://").partition("/")
    needed = artifact.get("dependencies", [])
    manifests = [artifacts[name] for name in needed if artifacts[name]["type"] == ASSETS]
    return StackArtifact(
        name=names[key],
        display_name=artifact.get("displayName", names[key]),
        account=account,
        region=region,
        template_file=directory / properties["templateFile"],
        parameters=tuple(sorted(properties.get("parameters", {}).items())),
        tags=tuple(sorted(properties.get("tags", {}).items())),
        asset_manifests=tuple(directory / item["properties"]["file"] for item in manifests),
        dependencies=tuple(names[name] for name in needed if name in names),
    )
