"""What equipment types are made of: components, which are parts of them, and interfaces."""

from __future__ import annotations

from pydantic import Field

from twin.definition.alarm import AlarmDefinition
from twin.definition.names import Name
from twin.definition.properties import PropertySet


class ComponentDefinition(PropertySet):
    """A part that several types have, such as a bearing; a SiteWise component model."""

    alarms: dict[Name, AlarmDefinition] = Field(default_factory=dict)


class InterfaceDefinition(PropertySet):
    """Properties that several types have in common; a SiteWise interface."""
