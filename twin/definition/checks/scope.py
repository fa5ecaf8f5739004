"""What a check looks at: the site, its properties by owner, and how a reference is resolved."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from twin.definition.checks.properties import Property, properties_of, unambiguous
from twin.definition.checks.report import Report
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.properties import PropertySet
from twin.definition.site import SiteDefinition

_KINDS = ("attributes", "measurements", "transforms", "metrics")


@dataclass(frozen=True)
class Owner:
    """A type, a component or an interface: what has properties; `key` is its place in the file."""

    name: str
    key: KeyPath
    stated: PropertySet
    properties: tuple[Property, ...]

    @cached_property
    def by_name(self) -> dict[str, Property]:
        """Index the properties, without names that mean two."""
        return unambiguous(self.properties)


class Scope:
    """A site and the report that its mistakes go to."""

    def __init__(self, site: SiteDefinition, report: Report) -> None:
        self.site = site
        self.report = report

    @cached_property
    def owners(self) -> dict[str, Owner]:
        """Index types by name; components and interfaces by what they are and their name."""
        twin = self.site.twin
        groups: tuple[tuple[str, str, dict[str, PropertySet]], ...] = (
            ("interfaces", "interface ", dict(twin.interfaces)),
            ("components", "component ", dict(twin.components)),
            ("types", "", dict(twin.types)),
        )
        return {
            f"{prefix}{name}": Owner(
                f"{prefix}{name}", ("twin", kind, name), stated, properties_of(stated, twin)
            )
            for kind, prefix, group in groups
            for name, stated in group.items()
        }

    @cached_property
    def properties(self) -> dict[str, dict[str, Property]]:
        """Properties by owner and name."""
        return {name: owner.by_name for name, owner in self.owners.items()}

    def types(self) -> Iterator[tuple[str, EquipmentType, KeyPath]]:
        """Yield each type with its name and key."""
        for name, equipment in self.site.twin.types.items():
            yield name, equipment, ("twin", "types", name)

    def property_of(self, owner: str, name: str, key: KeyPath) -> Property | None:
        """Return a property of an owner; one that does not exist is reported at `key`."""
        known = self.properties[owner]
        if name not in known and not self._is_written(self.owners[owner], name):
            self.dangling(key, f"{owner} has no such property", name, known)
        return known.get(name)

    def referenced(self, type_name: str, reference: str, key: KeyPath) -> Property | None:
        """Return what `property` or `ASSET.property` means; a dangling one is reported at `key`."""
        asset_id, _, name = reference.rpartition(".")
        if not asset_id:
            return self.property_of(type_name, name, key)
        asset = self.site.twin.assets.get(asset_id)
        if asset is None:
            if not self.report.has(("twin", "assets", asset_id)):
                self.dangling(key, "there is no such asset", reference, self.site.twin.assets)
            return None
        if asset.type not in self.site.twin.types:
            return None  # reported at the asset
        return self.property_of(asset.type, name, key)

    def dangling(self, key: KeyPath, message: str, found: str, known: Collection[str]) -> None:
        """Report a reference to what does not exist."""
        near = difflib.get_close_matches(found.rpartition(".")[2] or found, known, n=1)
        listed = ", ".join(list(known)[:20]) or "nothing: there is none"
        hint = f"{near[0]}? " if near else ""
        self.report.add(
            "DANGLING_REFERENCE", key, message, found=found, expected=f"{hint}one of {listed}"
        )

    def _is_written(self, owner: Owner, name: str) -> bool:
        """Tell whether the file has it: then it is missing for a mistake of its own."""
        if any(item.name == name for item in owner.properties):
            return True
        places = [(owner.key, name)]
        if isinstance(owner.stated, EquipmentType):
            for part, component in owner.stated.components.items():
                inner = name.removeprefix(f"{part}_")
                if inner != name:
                    places.append((("twin", "components", component), inner))
                    if component not in self.site.twin.components:
                        return True  # reported at the part
        return any(self.report.has((*key, kind, one)) for key, one in places for kind in _KINDS)
