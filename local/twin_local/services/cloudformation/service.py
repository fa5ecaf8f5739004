"""CloudFormation as a whole: which operation is whose."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from twin_local.engine.engine import Engine
from twin_local.services.cloudformation.change_sets import ChangeSets
from twin_local.services.cloudformation.deployments import INTERRUPTED, Deployments
from twin_local.services.cloudformation.drifts import Drifts
from twin_local.services.cloudformation.model import Json
from twin_local.services.cloudformation.records import Records
from twin_local.services.cloudformation.resources import Resources
from twin_local.services.cloudformation.revisions import Revisions
from twin_local.services.cloudformation.stack_table import BUSY, IN_REVIEW, StackTable
from twin_local.services.cloudformation.stacks import Stacks
from twin_local.services.cloudformation.template_operations import TemplateOperations

GOING_BACK = {
    "CREATE_IN_PROGRESS": "ROLLBACK_IN_PROGRESS",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK_IN_PROGRESS",
}
"""The status of a stack that goes back, by the status in which it was interrupted."""


@dataclass
class CloudFormation:
    """Answers requests; `engine` is for reading, deployments have their own."""

    records: Records
    engine: Engine
    deployments: Deployments
    now: Callable[[], float] = time.time
    _table: StackTable = field(init=False)
    _stacks: Stacks = field(init=False)
    _operations: Mapping[str, Callable[[Json], Json]] = field(init=False)

    def __post_init__(self) -> None:
        self._table = StackTable(self.records, self.engine, self.now)
        revisions = Revisions(self._table)
        self._stacks = Stacks(self._table, revisions, self.deployments)
        self._operations = {
            **self._stacks.operations,
            **ChangeSets(self._table, revisions, self._stacks).operations,
            **Resources(self._table).operations,
            **Drifts(self._table).operations,
            **TemplateOperations(self._table).operations,
        }

    def call(self, operation: str, request: Json) -> Json | None:
        """Answer one request, None where the operation is not implemented.

        Raises:
            CloudFormationError: the request is refused.
        """
        implementation = self._operations.get(operation)
        return None if implementation is None else implementation(request)

    def resume(self) -> None:
        """Go on after a stop in the midst of something: deletions end, the rest goes back."""
        for record in self._table.all():
            status = self._table.status(record)
            if status == "DELETE_IN_PROGRESS":
                self.deployments.delete(record)
            elif status.endswith(BUSY) and status != IN_REVIEW:
                back = GOING_BACK.get(status, "UPDATE_ROLLBACK_IN_PROGRESS")
                self._stacks.go_back(record, back, INTERRUPTED)

    def finish(self) -> None:
        """Finish what is being deployed; what has not begun goes back at the next start."""
        self.deployments.close()

    def close(self) -> None:
        """Finish and let go of the files."""
        self.finish()
        self.engine.store.close()
        self.records.close()
