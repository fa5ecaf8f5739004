"""What all native custom resources have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from twin_local.engine.clients import Clients
from twin_local.engine.errors import DroppedPropertyError
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.resource_state import Physical, Place

BY_CLOUDFORMATION = frozenset({"ServiceToken", "ServiceTimeout"})


@dataclass(frozen=True)
class NativeResource:
    """A custom resource; subclasses say which properties they honour and what they do."""

    resource_type: str
    clients: Clients

    honoured: ClassVar[frozenset[str]] = frozenset()

    def apply(self, properties: Properties, before: Properties | None) -> dict[str, Json]:
        """Make it so; return the attributes of the resource."""
        raise NotImplementedError

    def remove(self, properties: Properties) -> None:
        """Undo it."""

    def check(self, place: Place, logical_id: str, properties: Properties) -> None:
        """Refuse properties that are not honoured."""
        lost = ", ".join(sorted(set(properties) - self.honoured - BY_CLOUDFORMATION))
        if lost:
            raise DroppedPropertyError(
                f"{place.stack}/{logical_id} ({self.resource_type}): {lost} would have no effect",
                found=lost,
                where=f"{place.stack}/{logical_id}",
            )

    def replaces(self, place: Place, before: Physical, properties: Properties) -> tuple[str, ...]:
        """Replace nothing: every change is made in place."""
        return ()

    def create(self, place: Place, logical_id: str, properties: Properties) -> Physical:
        """Make it so for the first time."""
        return Physical(
            logical_id=logical_id,
            type=self.resource_type,
            reference=f"{place.stack}-{logical_id}",
            properties=properties,
            effective=properties,
            attributes=self.apply(properties, None),
        )

    def update(self, place: Place, before: Physical, properties: Properties) -> Physical:
        """Make it so with other properties."""
        attributes = self.apply(properties, before.properties)
        return replace(
            before,
            properties=properties,
            effective=properties,
            attributes=attributes,
            attempted=None,
        )

    def delete(self, place: Place, physical: Physical) -> None:
        """Undo it."""
        self.remove(physical.properties)
