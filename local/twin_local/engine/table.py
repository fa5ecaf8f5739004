"""Every resource type the engine knows: the rows of all services, and the types without effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twin_local.engine import types
from twin_local.engine.entry import Table
from twin_local.engine.rooms import modules_with

TABLE: Table = {
    resource_type: entry
    for module in modules_with(types, "ENTRIES")
    for resource_type, entry in module.ENTRIES.items()
}


@dataclass(frozen=True)
class InertType:
    """A type that is accepted without effect, and why; `attributes` are what `Fn::GetAtt` gives."""

    reason: str
    attributes: Mapping[str, str]


INERT_TYPES: Mapping[str, InertType] = {
    "AWS::CDK::Metadata": InertType("it only tells AWS which constructs are used", {}),
}
