"""Operations on what belongs to a stack: its resources, events, exports and imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from twin_local.engine.event import Event
from twin_local.engine.resource_state import Physical
from twin_local.services.cloudformation import shapes
from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.model import Json, StackRecord
from twin_local.services.cloudformation.paging import page
from twin_local.services.cloudformation.stack_table import StackTable

CLOCK_SECONDS = 1
"""How much earlier than its record a stack's first event may be."""

TICK_SECONDS = 0.001


@dataclass(frozen=True)
class Resources:
    """Describes what stacks consist of and what happened to them."""

    table: StackTable

    @property
    def operations(self) -> Mapping[str, Callable[[Json], Json]]:
        """The operations by name."""
        return {
            "DescribeEvents": self.describe_operation_events,
            "DescribeStackEvents": self.describe_events,
            "DescribeStackResource": self.describe_one,
            "DescribeStackResources": self.describe,
            "ListExports": self.list_exports,
            "ListHookResults": self.list_hook_results,
            "ListImports": self.list_imports,
            "ListStackResources": self.list_summaries,
        }

    def describe_events(self, request: Json) -> Json:
        """Return what happened to a stack, newest first."""
        name = request.get("StackName") or ""
        record = self.table.find(name) or self.table.records.deleted(name)
        if record is None:
            raise ValidationError(f"Stack [{name}] does not exist")
        since = record.created_at - CLOCK_SECONDS
        happened = list(enumerate(spaced(self.table.engine.store.events(record.name))))
        resources = self.table.engine.store.resources(record.name)
        references = {key: physical.reference for key, physical in resources.items()}
        shaped = (
            shapes.event_shape(record.stack_id, number, event, references)
            for number, event in reversed(happened)
            if event.time >= since
        )
        return page(request, "StackEvents", shaped)

    def describe_operation_events(self, _: Json) -> Json:
        """Return the events of validations before an operation: there are none here."""
        return {"OperationEvents": []}

    def list_hook_results(self, request: Json) -> Json:
        """Return the results of hooks: there are none here."""
        asked: Json = {key: request[key] for key in ("TargetType", "TargetId") if key in request}
        return {**asked, "HookResults": []}

    def list_summaries(self, request: Json) -> Json:
        """List the resources of a stack."""
        record = self.table.get(request["StackName"])
        return page(request, "StackResourceSummaries", self._shapes(record))

    def describe(self, request: Json) -> Json:
        """Describe the resources of the stack, or one of them, by its name or a physical id."""
        record = self._of_request(request)
        wanted = request.get("LogicalResourceId")
        found = [one for one in self._shapes(record) if wanted in (None, one["LogicalResourceId"])]
        return {"StackResources": found[: shapes.MOST_RESOURCES]}

    def _of_request(self, request: Json) -> StackRecord:
        if name := request.get("StackName"):
            return self.table.get(name)
        physical_id = request.get("PhysicalResourceId")
        if physical_id is None:
            raise ValidationError("Either StackName or PhysicalResourceId must be specified")
        for record in self.table.all():
            resources = self.table.engine.store.resources(record.name).values()
            if any(physical.reference == physical_id for physical in resources):
                return record
        raise ValidationError(f"Stack for {physical_id} does not exist")

    def describe_one(self, request: Json) -> Json:
        """Describe one resource of a stack, with its metadata."""
        name, stack = request["LogicalResourceId"], request["StackName"]
        found = self.describe({"StackName": stack, "LogicalResourceId": name})["StackResources"]
        if not found:
            raise ValidationError(f"Resource {name} does not exist for stack {stack}")
        return {"StackResourceDetail": found[0]}

    def _shapes(self, record: StackRecord) -> list[Json]:
        store = self.table.engine.store
        last = {event.logical_id: event for event in store.events(record.name)}

        def shape(physical: Physical) -> Json:
            event = last.get(physical.logical_id)
            status = event.status if event else "CREATE_COMPLETE"
            at = event.time if event else record.created_at
            return shapes.resource_shape(record, physical, status, at)

        return [shape(physical) for _, physical in sorted(store.resources(record.name).items())]

    def list_exports(self, request: Json) -> Json:
        """List the exports of all stacks."""
        store = self.table.engine.store
        found = (
            export
            for record in self.table.all()
            for export in shapes.export_shapes(record, store.exports_of(record.name))
        )
        return page(request, "Exports", found)

    def list_imports(self, request: Json) -> Json:
        """List the stacks that import an export."""
        name = request["ExportName"]
        importers = self.table.engine.store.importers(name)
        if not importers:
            raise ValidationError(f"Export '{name}' is not imported by any stack.")
        return page(request, "Imports", importers)


def spaced(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events at least a tick apart: tools sort them by their milliseconds."""
    last = 0.0
    for event in events:
        last = max(event.time, last + TICK_SECONDS)
        yield replace(event, time=last)
