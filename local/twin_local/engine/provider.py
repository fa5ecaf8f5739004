"""What the engine asks of every resource type."""

from __future__ import annotations

from typing import Protocol

from twin_local.engine.clients import OperationError
from twin_local.engine.json_value import Properties
from twin_local.engine.resource_state import Physical, Place


class LeftBehindError(OperationError):
    """A resource could not be made, and what there is of it could not be removed either."""

    def __init__(self, cause: OperationError, physical: Physical) -> None:
        super().__init__(cause.operation, cause.code, cause.message)
        self.physical = physical


class Provider(Protocol):
    """Creates, updates and deletes the resources of one type."""

    def check(self, place: Place, logical_id: str, properties: Properties) -> None:
        """Refuse properties that would be dropped; some values may still be unresolved.

        Raises:
            DroppedPropertyError: no API call carries a property.
        """

    def replaces(self, place: Place, before: Physical, properties: Properties) -> tuple[str, ...]:
        """Return the changed properties that can only be changed by a new resource.

        Raises:
            NotUpdatableError: a changed property can be changed in neither way.
        """

    def create(self, place: Place, logical_id: str, properties: Properties) -> Physical:
        """Make the resource; leave nothing behind on failure.

        Raises:
            OperationError: it could not be made; a LeftBehindError tells what is left of it.
        """

    def update(self, place: Place, before: Physical, properties: Properties) -> Physical:
        """Change the resource in place, also from where a failed update may have left it."""

    def delete(self, place: Place, physical: Physical) -> None:
        """Remove the resource; one that is already gone is no error."""
