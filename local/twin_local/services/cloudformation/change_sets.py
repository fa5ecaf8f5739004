"""Operations on change sets."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twin_local.services.cloudformation import shapes
from twin_local.services.cloudformation.changes import change_shape, without_values
from twin_local.services.cloudformation.exceptions import (
    AlreadyExistsException,
    ChangeSetNotFoundException,
    InvalidChangeSetStatusException,
    ValidationError,
)
from twin_local.services.cloudformation.model import ChangeSet, Json, Revision, StackRecord
from twin_local.services.cloudformation.paging import page
from twin_local.services.cloudformation.revisions import Revisions, refuse_unsupported
from twin_local.services.cloudformation.stack_table import IN_REVIEW, StackTable
from twin_local.services.cloudformation.stacks import Stacks

NO_CHANGES = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)


@dataclass(frozen=True)
class ChangeSets:
    """Creates, describes, executes and deletes change sets."""

    table: StackTable
    revisions: Revisions
    stacks: Stacks

    @property
    def operations(self) -> Mapping[str, Callable[[Json], Json]]:
        """The operations by name."""
        return {
            "CreateChangeSet": self.create,
            "DeleteChangeSet": self.delete,
            "DescribeChangeSet": self.describe,
            "ExecuteChangeSet": self.execute,
            "ListChangeSets": self.list_summaries,
        }

    def create(self, request: Json) -> Json:
        """Compare what a request brings with what is deployed."""
        record = self._target(request)
        for one in self.table.records.change_sets():
            if one.name == request["ChangeSetName"] and one.revision.stack == record.name:
                raise AlreadyExistsException(f"ChangeSet {one.name} already exists")
        exists = self.table.find(record.name) is not None
        revision = self.revisions.of(request, record, exists=exists)
        change_set = self._compared(request, record, revision)
        self.table.records.put_change_set(change_set)
        if not exists:
            self.table.records.put_stack(record)
            self.table.engine.store.set_status(record.name, IN_REVIEW)
        return {"Id": change_set.id, "StackId": record.stack_id}

    def _target(self, request: Json) -> StackRecord:
        """Return the stack of a new change set, as its type demands."""
        name, kind = request["StackName"], request.get("ChangeSetType") or "UPDATE"
        if kind not in ("CREATE", "UPDATE"):
            raise ValidationError(f"ChangeSetType {kind} is not supported by the embedded AWS")
        found = self.table.find(name)
        if kind == "CREATE":
            if found and not self.table.is_in_review(found):
                raise AlreadyExistsException(f"Stack [{found.name}] already exists")
            return found or self.table.new(name)
        if found is None or self.table.is_in_review(found):
            raise ValidationError(f"Stack [{name}] does not exist")
        self.table.require_updatable(found)
        return found

    def _compared(self, request: Json, record: StackRecord, revision: Revision) -> ChangeSet:
        changes: list[Json] = []
        reason = ""
        try:
            planned = self.revisions.preview(revision)
        except ValidationError as error:
            reason = error.message
        else:
            changes = [change_shape(one) for one in planned.changes]
            is_new = self.table.find(record.name) is None or self.table.is_in_review(record)
            if not is_new and planned.is_empty and revision.tags == record.tags:
                reason = NO_CHANGES
        arn = record.stack_id.split(":stack/")[0]
        return ChangeSet(
            id=f"{arn}:changeSet/{request['ChangeSetName']}/{uuid.uuid4()}",
            name=request["ChangeSetName"],
            stack_id=record.stack_id,
            created_at=self.table.now(),
            description=request.get("Description") or "",
            revision=revision,
            changes=changes,
            reason=reason,
        )

    def describe(self, request: Json) -> Json:
        """Describe a change set; its changes come in pages."""
        one = self._find(request)
        with_values = bool(request.get("IncludePropertyValues"))
        changes = one.changes if with_values else map(without_values, one.changes)
        return {
            **_summary(one),
            "Capabilities": one.revision.capabilities,
            "Tags": one.revision.tags,
            "Parameters": shapes.parameter_shapes(one.revision.template, one.revision.parameters),
            "NotificationARNs": [],
            "RollbackConfiguration": {},
            **page(request, "Changes", changes),
        }

    def list_summaries(self, request: Json) -> Json:
        """List the change sets of a stack."""
        record = self.table.get(request["StackName"])
        found = (
            _summary(one)
            for one in self.table.records.change_sets()
            if one.revision.stack == record.name
        )
        return page(request, "Summaries", found)

    def execute(self, request: Json) -> Json:
        """Begin to deploy what a change set brings; all change sets of the stack end with it."""
        refuse_unsupported(request)
        one = self._find(request)
        if one.reason:
            raise InvalidChangeSetStatusException(
                f"ChangeSet [{one.id}] cannot be executed in its current status of [FAILED]"
            )
        record = self.table.get(one.revision.stack)
        self.table.require_idle(record)
        self.stacks.forget_change_sets(record.name)
        self.stacks.begin(record, one.revision)
        return {}

    def delete(self, request: Json) -> Json:
        """Forget a change set; one that does not exist is no error."""
        try:
            self.table.records.remove("change-set", self._find(request).id)
        except ChangeSetNotFoundException:
            return {}
        return {}

    def _find(self, request: Json) -> ChangeSet:
        name, stack = request["ChangeSetName"], request.get("StackName")
        if stack is None and ":changeSet/" not in name:
            raise ValidationError("StackName must be specified if ChangeSetName is not an ARN.")
        for one in self.table.records.change_sets():
            of_stack = stack in (None, one.revision.stack, one.stack_id)
            if of_stack and name in (one.id, one.name):
                return one
        raise ChangeSetNotFoundException(f"ChangeSet [{name}] does not exist")


def _summary(one: ChangeSet) -> Json:
    return {
        "ChangeSetId": one.id,
        "ChangeSetName": one.name,
        "StackId": one.stack_id,
        "StackName": one.revision.stack,
        "CreationTime": shapes.moment(one.created_at),
        "Status": one.status,
        "ExecutionStatus": one.execution_status,
        **({"StatusReason": one.reason} if one.reason else {}),
        **({"Description": one.description} if one.description else {}),
    }
