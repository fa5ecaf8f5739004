"""Equipment types: what all assets of one kind have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from twin.definition.alarm import AlarmDefinition
from twin.definition.command import CommandDefinition
from twin.definition.names import Name
from twin.definition.properties import PropertySet
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

Names = Annotated[tuple[Name, ...], Field(strict=False)]


class EquipmentType(PropertySet):
    """What all assets of one kind have in common; it becomes one SiteWise asset model."""

    level: Level = "work_unit"
    implements: Names = ()
    """Interfaces: the type has their attributes and measurements, and gets their formulas."""
    components: dict[Name, Name] = Field(default_factory=dict)
    """Part → component: the part's properties are properties of the type, `<part>_<property>`."""
    alarms: dict[Name, AlarmDefinition] = Field(default_factory=dict)
    commands: dict[Name, CommandDefinition] = Field(default_factory=dict)
    models: dict[Name, SimulationModelDefinition] = Field(default_factory=dict)
