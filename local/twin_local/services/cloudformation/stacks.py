"""Operations on stacks as wholes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from twin_local.engine.event import silent
from twin_local.engine.progress import Progress
from twin_local.engine.stack_deployment import FRESH
from twin_local.services.cloudformation import shapes
from twin_local.services.cloudformation.deployments import Deployments
from twin_local.services.cloudformation.drifts import stack_status
from twin_local.services.cloudformation.exceptions import AlreadyExistsException, ValidationError
from twin_local.services.cloudformation.model import Json, Revision, StackRecord
from twin_local.services.cloudformation.paging import page
from twin_local.services.cloudformation.revisions import Revisions, refuse_unsupported
from twin_local.services.cloudformation.stack_table import StackTable

NO_UPDATES = "No updates are to be performed."


@dataclass(frozen=True)
class Stacks:
    """Describes, creates, updates and deletes stacks."""

    table: StackTable
    revisions: Revisions
    deployments: Deployments

    @property
    def operations(self) -> Mapping[str, Callable[[Json], Json]]:
        """The operations by name."""
        return {
            "ContinueUpdateRollback": self.continue_update_rollback,
            "CreateStack": self.create,
            "DeleteStack": self.delete,
            "DescribeStacks": self.describe,
            "ListStacks": self.list_summaries,
            "UpdateStack": self.update,
            "UpdateTerminationProtection": self.protect,
        }

    def describe(self, request: Json) -> Json:
        """Describe one stack, by name or id, or all that exist."""
        name = request.get("StackName")
        if name is None:
            return page(request, "Stacks", map(self._shape, self.table.all()))
        deleted = self.table.records.deleted(name)
        if deleted and not self.table.find(name):
            return {"Stacks": [shapes.stack_shape(deleted, "DELETE_COMPLETE")]}
        return {"Stacks": [self._shape(self.table.get(name))]}

    def _shape(self, record: StackRecord) -> Json:
        store, template = self.table.engine.store, self.table.template(record)
        values, exports = store.outputs(record.name) or {}, store.exports_of(record.name)
        description = template.get("Description")
        return {
            **shapes.stack_shape(record, self.table.status(record)),
            "Parameters": shapes.parameter_shapes(template, self.table.parameters(record)),
            "Outputs": shapes.output_shapes(template, values, exports),
            "DriftInformation": self._drift(record),
            **({"Description": description} if description else {}),
        }

    def _drift(self, record: StackRecord) -> Json:
        found = self.table.records.get("drift", record.name)
        if found is None:
            return {"StackDriftStatus": "NOT_CHECKED"}
        status = stack_status(found["drifts"])
        return {"StackDriftStatus": status, "LastCheckTimestamp": shapes.moment(found["at"])}

    def list_summaries(self, request: Json) -> Json:
        """List stacks by status, deleted ones included."""
        wanted = set(request.get("StackStatusFilter") or [])
        found = (one for one in self._summaries() if not wanted or one["StackStatus"] in wanted)
        return page(request, "StackSummaries", found)

    def _summaries(self) -> Iterator[Json]:
        for record in self.table.all():
            yield shapes.summary_shape(record, self.table.status(record))
        for record in self.table.deleted():
            yield shapes.summary_shape(record, "DELETE_COMPLETE")

    def create(self, request: Json) -> Json:
        """Begin to create a stack without a change set."""
        name = request["StackName"]
        if found := self.table.find(name):
            raise AlreadyExistsException(f"Stack [{found.name}] already exists")
        record = self.table.new(name)
        protected = bool(request.get("EnableTerminationProtection"))
        revision = self.revisions.of(request, record, exists=False)
        self.revisions.preview(revision)
        return self.begin(replace(record, protected=protected), revision)

    def update(self, request: Json) -> Json:
        """Begin to update a stack without a change set."""
        record = self.table.get(request["StackName"])
        self.table.require_updatable(record)
        revision = self.revisions.of(request, record, exists=True)
        if self.revisions.preview(revision).is_empty and revision.tags == record.tags:
            raise ValidationError(NO_UPDATES)
        return self.begin(record, revision)

    def begin(self, record: StackRecord, revision: Revision) -> Json:
        """Begin to make a stack what a revision says."""
        store, name = self.table.engine.store, record.name
        is_new = store.status(name) in FRESH and not store.resources(name)
        now = self.table.now()
        changed = replace(
            record,
            tags=revision.tags,
            capabilities=revision.capabilities,
            role_arn=revision.role_arn,
            created_at=now if is_new and store.status(name) is None else record.created_at,
            updated_at=None if is_new else now,
            reason="",
        )
        self.table.records.put_stack(changed)
        self.table.records.remove("drift", name)
        self._tell(name, "CREATE_IN_PROGRESS" if is_new else "UPDATE_IN_PROGRESS", "User Initiated")
        self.deployments.deploy(changed if is_new else record, changed, revision)
        return {"StackId": record.stack_id}

    def delete(self, request: Json) -> Json:
        """Begin to delete a stack; one that does not exist is no error."""
        refuse_unsupported(request)
        record = self.table.find(request["StackName"])
        if record is None:
            return {}
        if record.protected:
            raise ValidationError(
                f"Stack [{record.name}] cannot be deleted while TerminationProtection is enabled"
            )
        self.table.require_idle(record)
        self.table.records.put_stack(replace(record, reason=""))
        self.forget_change_sets(record.name)
        self.table.records.remove("drift", record.name)
        self._tell(record.name, "DELETE_IN_PROGRESS", "User Initiated")
        self.deployments.delete(record)
        return {}

    def continue_update_rollback(self, request: Json) -> Json:
        """Begin to lead a stack back whose rollback failed."""
        refuse_unsupported(request)
        record = self.table.get(request["StackName"])
        status = self.table.status(record)
        if status != "UPDATE_ROLLBACK_FAILED":
            raise ValidationError(f"Stack:{record.stack_id} is in {status} state")
        self.go_back(record, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
        return {}

    def go_back(self, record: StackRecord, status: str, reason: str) -> None:
        """Begin to lead a stack back to what it was."""
        changed = replace(record, reason=reason)
        self.table.records.put_stack(changed)
        self._tell(record.name, status, reason)
        self.deployments.roll_back(changed)

    def protect(self, request: Json) -> Json:
        """Protect a stack from deletion, or no more."""
        record = self.table.get(request["StackName"])
        protected = bool(request["EnableTerminationProtection"])
        self.table.records.put_stack(replace(record, protected=protected))
        return {"StackId": record.stack_id}

    def forget_change_sets(self, stack: str) -> None:
        """Forget the change sets of a stack."""
        for one in self.table.records.change_sets():
            if one.revision.stack == stack:
                self.table.records.remove("change-set", one.id)

    def _tell(self, stack: str, status: str, reason: str) -> None:
        store = self.table.engine.store
        store.set_status(stack, status)
        Progress(stack, store, silent).tell_stack(status, reason)
