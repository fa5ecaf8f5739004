"""Provides the types that are accepted without effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twin_local.engine.expression import fill
from twin_local.engine.json_value import Properties
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.table import InertType


@dataclass(frozen=True)
class InertProvider:
    """Records a resource and does nothing else."""

    resource_type: str
    inert: InertType

    def check(self, place: Place, logical_id: str, properties: Properties) -> None:
        """Accept every property: the table gives the reason why none has an effect."""

    def replaces(self, place: Place, before: Physical, properties: Properties) -> tuple[str, ...]:
        """Replace nothing."""
        return ()

    def create(self, place: Place, logical_id: str, properties: Properties) -> Physical:
        """Record the resource."""
        reference = f"{place.stack}-{logical_id}"
        known = {"id": reference, "p": properties}
        attributes = {name: fill(text, known) for name, text in self.inert.attributes.items()}
        return Physical(
            logical_id=logical_id,
            type=self.resource_type,
            reference=reference,
            properties=properties,
            effective=properties,
            attributes=attributes,
        )

    def update(self, place: Place, before: Physical, properties: Properties) -> Physical:
        """Record the new properties."""
        return replace(before, properties=properties, effective=properties, attempted=None)

    def delete(self, place: Place, physical: Physical) -> None:
        """Forget the resource."""
