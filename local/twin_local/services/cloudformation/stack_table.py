"""Finds stacks, those that `twin up` deployed included, and says in which state they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin_local.engine.engine import Engine
from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.model import Json, StackRecord
from twin_local.services.cloudformation.records import Records

IN_REVIEW = "REVIEW_IN_PROGRESS"
BUSY = "_IN_PROGRESS"
EMPTY: Json = {"Resources": {}}


@dataclass(frozen=True)
class StackTable:
    """The stacks that exist; `engine` is for reading, deployments have their own."""

    records: Records
    engine: Engine
    now: Callable[[], float]

    def find(self, name_or_id: str) -> StackRecord | None:
        """Return a stack by name or id, None where there is none."""
        name = name_of(name_or_id)
        if self.engine.store.status(name) is None:
            return None
        return self.records.stack(name) or self.new(name)

    def get(self, name_or_id: str) -> StackRecord:
        """Return a stack by name or id.

        Raises:
            ValidationError: there is none.
        """
        found = self.find(name_or_id)
        if found is None:
            raise ValidationError(f"Stack with id {name_or_id} does not exist")
        return found

    def all(self) -> list[StackRecord]:
        """Return every stack."""
        return [self.records.stack(name) or self.new(name) for name in self.engine.store.stacks()]

    def deleted(self) -> list[StackRecord]:
        """Return the deleted stacks whose names are not taken again."""
        return [one for one in self.records.all_deleted() if not self.find(one.name)]

    def new(self, name: str) -> StackRecord:
        """Return a record of a stack that has none: a new one, or one deployed by `twin up`."""
        target = self.engine.target
        arn = f"arn:aws:cloudformation:{target.region}:{target.account}:stack/{name}/local"
        exists = self.engine.store.status(name) is not None
        events = self.engine.store.events(name) if exists else []
        return StackRecord(name, arn, created_at=events[0].time if events else self.now())

    def status(self, record: StackRecord) -> str:
        """Return the status of a stack."""
        return self.engine.store.status(record.name) or "DELETE_COMPLETE"

    def is_in_review(self, record: StackRecord) -> bool:
        """Say whether a stack has nothing but change sets."""
        return self.status(record) == IN_REVIEW

    def require_idle(self, record: StackRecord) -> None:
        """Require that nothing is under way with a stack.

        Raises:
            ValidationError: it is being deployed or deleted.
        """
        status = self.status(record)
        if status.endswith(BUSY) and status != IN_REVIEW:
            raise ValidationError(
                f"Stack:{record.stack_id} is in {status} state and can not be updated."
            )

    def require_updatable(self, record: StackRecord) -> None:
        """Require that a stack can be updated: one that never came to be is to be deleted.

        Raises:
            ValidationError: it cannot.
        """
        self.require_idle(record)
        status = self.status(record)
        if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"):
            raise ValidationError(
                f"Stack:{record.stack_id} is in {status} state and can not be updated."
            )

    def template(self, record: StackRecord) -> Json:
        """Return the template that a stack was deployed with."""
        found: Json = self._document(record).get("template", EMPTY)
        return found

    def parameters(self, record: StackRecord) -> dict[str, str]:
        """Return the parameters that a stack was deployed with, as they were given."""
        found: dict[str, str] = self._document(record).get("parameters", {})
        return found

    def _document(self, record: StackRecord) -> Json:
        return self.engine.store.document(record.name) or {}


def name_of(name_or_id: str) -> str:
    """Return the name of a stack by its name or its id."""
    return name_or_id.split(":stack/")[-1].split("/")[0]
