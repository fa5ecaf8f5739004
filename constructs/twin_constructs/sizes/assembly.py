"""The templates of a cloud assembly, with what their exports and files are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

Content = Mapping[str, Any]
Identity = tuple[str, str]
"""The name of a template and the logical id in it; of what is from elsewhere, "" and its name."""


@dataclass(frozen=True)
class Template:
    """One template: its `path` and its `content`."""

    path: Path
    content: Content

    def resources(self, *kinds: str) -> Iterator[tuple[str, Content]]:
        """Yield the logical id and the properties of each resource of some types."""
        for logical_id, resource in self.content.get("Resources", {}).items():
            if resource["Type"] in kinds:
                yield logical_id, resource.get("Properties", {})

    def kind(self, logical_id: str) -> str | None:
        """Return the type of a resource."""
        found: str | None = self.content.get("Resources", {}).get(logical_id, {}).get("Type")
        return found

    @cached_property
    def files(self) -> dict[str, Path]:
        """Return what is uploaded, by its key in the bucket."""
        manifest = self.path.with_name(self.path.name.replace(".template.json", ".assets.json"))
        if not manifest.exists():
            return {}
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"].values()
        return {
            place["objectKey"]: (self.path.parent / one["source"]["path"]).resolve()
            for one in files
            for place in one["destinations"].values()
        }


@dataclass(frozen=True)
class Assembly:
    """The templates of an app, which refer to each other by their exports."""

    templates: tuple[Template, ...]
    _exports: dict[str, tuple[Template, object]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Index what templates export."""
        for template in self.templates:
            for output in template.content.get("Outputs", {}).values():
                name = output.get("Export", {}).get("Name")
                if isinstance(name, str):
                    self._exports[name] = template, output["Value"]

    def exported(self, name: object) -> tuple[Template, object] | None:
        """Return the template and the value behind an export."""
        return self._exports.get(name) if isinstance(name, str) else None

    def identity(self, template: Template, reference: object) -> Identity:
        """Follow a reference to a resource, over exports to the template that makes it."""
        match reference:
            case {"Ref": str(logical_id)} | {"Fn::GetAtt": [str(logical_id), *_]}:
                return template.path.name, logical_id
            case {"Fn::ImportValue": name} if found := self.exported(name):
                return self.identity(*found)
        return "", str(reference)


def read(paths: Iterable[str]) -> Assembly:
    """Read templates."""
    return Assembly(
        tuple(
            Template(Path(path), json.loads(Path(path).read_text(encoding="utf-8")))
            for path in paths
        )
    )
