"""What a check looks at: the site, its properties by type, and how a reference is resolved."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from functools import cached_property

from twin.definition.checks.properties import Property, by_name
from twin.definition.checks.report import Report
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.site import SiteDefinition


class Scope:
    """A site and the report that its mistakes go to."""

    def __init__(self, site: SiteDefinition, report: Report) -> None:
        self.site = site
        self.report = report

    @cached_property
    def properties(self) -> dict[str, dict[str, Property]]:
        """Properties by type and name."""
        return {name: by_name(item) for name, item in self.site.twin.types.items()}

    def types(self) -> Iterator[tuple[str, EquipmentType, KeyPath]]:
        """Yield each type with its name and key."""
        for name, equipment in self.site.twin.types.items():
            yield name, equipment, ("twin", "types", name)

    def property_of(self, type_name: str, name: str, key: KeyPath) -> Property | None:
        """Return a property of a type; one that does not exist is reported at `key`."""
        known = self.properties[type_name]
        if name not in known and not self._is_written(type_name, name):
            self.dangling(key, f"{type_name} has no such property", name, known)
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

    def _is_written(self, type_name: str, name: str) -> bool:
        """Tell whether the file has it: then it is missing for a mistake of its own."""
        kinds = ("attributes", "measurements", "transforms", "metrics")
        return any(self.report.has(("twin", "types", type_name, kind, name)) for kind in kinds)
