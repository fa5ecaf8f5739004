"""The twin of a site: equipment types, what they are made of, and the tree of their instances."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field

from twin.definition.component import ComponentDefinition, InterfaceDefinition
from twin.definition.equipment_type import LEVELS, EquipmentType, Level
from twin.definition.names import Address, AssetId, Name, Part, Title
from twin.definition.parts import written_out

__all__ = ["LEVELS", "AssetDefinition", "EquipmentType", "Level", "TwinDefinition"]

AssetIds = Annotated[tuple[AssetId, ...], Field(strict=False)]


class AssetDefinition(Part):
    """One instance; without `parent` it is a root of the tree."""

    type: Name
    title: Title | None = None
    parent: AssetId | None = None
    mesh_node: Title | None = None
    """Node name in the scene. Default: the asset id from the level work_unit down."""
    attributes: dict[Name, float | bool | str] = Field(default_factory=dict)
    """Values that differ from the defaults of the type."""
    addresses: dict[Name, Address] = Field(default_factory=dict)
    """OPC UA node ids of measurements and commands that differ from the default."""
    relations: dict[Name, AssetIds] = Field(default_factory=dict)
    """Relation → other assets, such as `feeds: [T-101]`; besides the tree of parents."""
    renamed_from: AssetId | None = None
    """The id under which the asset was first deployed: its history stays with it."""


class TwinDefinition(Part):
    """The twin of a site: types and what they are made of, and instances."""

    interfaces: dict[Name, InterfaceDefinition] = Field(default_factory=dict)
    components: dict[Name, ComponentDefinition] = Field(default_factory=dict)
    types: dict[Name, EquipmentType] = Field(default_factory=dict)
    assets: dict[AssetId, AssetDefinition] = Field(default_factory=dict)

    @cached_property
    def equipment(self) -> dict[str, EquipmentType]:
        """Return the types with what their parts and interfaces give them written out."""
        return {
            name: written_out(one, self.components, self.interfaces)
            for name, one in self.types.items()
        }
