"""Equipment types and the tree of their instances."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from twin.definition.alarm import AlarmDefinition
from twin.definition.command import CommandDefinition
from twin.definition.names import Address, AssetId, Name, Part, Title
from twin.definition.properties import Attribute, Measurement, Metric, Transform
from twin.definition.simulation_model import SimulationModelDefinition

Level = Literal[
    "enterprise", "site", "area", "work_center", "work_unit", "equipment_module", "control_module"
]
"""Levels of the equipment hierarchy of ISA-95 part 1 (below the unit: ISA-88)."""

LEVELS: tuple[Level, ...] = (
    "enterprise",
    "site",
    "area",
    "work_center",
    "work_unit",
    "equipment_module",
    "control_module",
)


class EquipmentType(Part):
    """What all assets of one kind have in common; it becomes one SiteWise asset model."""

    title: Title | None = None
    level: Level = "work_unit"
    attributes: dict[Name, Attribute] = Field(default_factory=dict)
    measurements: dict[Name, Measurement] = Field(default_factory=dict)
    transforms: dict[Name, Transform] = Field(default_factory=dict)
    metrics: dict[Name, Metric] = Field(default_factory=dict)
    alarms: dict[Name, AlarmDefinition] = Field(default_factory=dict)
    commands: dict[Name, CommandDefinition] = Field(default_factory=dict)
    models: dict[Name, SimulationModelDefinition] = Field(default_factory=dict)


class AssetDefinition(Part):
    """One instance; without `parent` it is a root of the tree."""

    type: Name
    title: Title | None = None
    parent: AssetId | None = None
    mesh_node: Title | None = None
    """Node name in the scene. Default: the asset id from the level work_unit down."""
    attributes: dict[Name, float | bool | str] = Field(default_factory=dict)
    """Values, which must be the defaults of the type: CloudFormation sets attributes by model."""
    addresses: dict[Name, Address] = Field(default_factory=dict)
    """OPC UA node ids of measurements and commands that differ from the default."""


class TwinDefinition(Part):
    """The twin of a site: types and instances."""

    types: dict[Name, EquipmentType] = Field(default_factory=dict)
    assets: dict[AssetId, AssetDefinition] = Field(default_factory=dict)
