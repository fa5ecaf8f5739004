"""How stacks, resources and events are answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from twin_local.engine.event import Event
from twin_local.engine.resource_state import Physical
from twin_local.services.cloudformation.model import Json, StackRecord

MOST_RESOURCES = 100
"""How many resources `DescribeStackResources` gives."""

HIDDEN = "****"
"""What is shown of a parameter with `NoEcho`."""


def moment(seconds: float) -> datetime:
    """Return UTC seconds since 1970 as a time."""
    return datetime.fromtimestamp(seconds, UTC)


def stack_shape(record: StackRecord, status: str) -> Json:
    """Return one stack as `DescribeStacks` does, without what depends on its template."""
    failed = "ROLLBACK" in status or status.endswith("_FAILED")
    optional = {
        "RoleARN": record.role_arn,
        "StackStatusReason": record.reason if failed else "",
        "LastUpdatedTime": moment(record.updated_at) if record.updated_at else None,
        "DeletionTime": moment(record.deleted_at) if record.deleted_at else None,
    }
    return {
        "StackId": record.stack_id,
        "StackName": record.name,
        "CreationTime": moment(record.created_at),
        "StackStatus": status,
        "DisableRollback": False,
        "EnableTerminationProtection": record.protected,
        "Capabilities": record.capabilities,
        "Tags": record.tags,
        "NotificationARNs": [],
        "RollbackConfiguration": {},
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
        **{member: value for member, value in optional.items() if value},
    }


def summary_shape(record: StackRecord, status: str) -> Json:
    """Return one stack as `ListStacks` does."""
    members = (
        "StackId",
        "StackName",
        "CreationTime",
        "LastUpdatedTime",
        "DeletionTime",
        "StackStatus",
        "StackStatusReason",
        "DriftInformation",
    )
    shape = stack_shape(record, status)
    return {member: shape[member] for member in members if member in shape}


def parameter_shapes(template: Json, given: Mapping[str, str]) -> list[Json]:
    """Return the parameters of a template with their values, given or by default."""
    return [
        {"ParameterKey": name, "ParameterValue": _shown(body, given.get(name))}
        for name, body in template.get("Parameters", {}).items()
    ]


def _shown(declared: Json, given: str | None) -> str:
    if str(declared.get("NoEcho")).lower() == "true":
        return HIDDEN
    return given if given is not None else str(declared.get("Default", ""))


def output_shapes(template: Json, values: Json, exports: Json) -> list[Json]:
    """Return a stack's outputs with their descriptions and export names."""
    name_of = {_text(value): name for name, value in exports.items()}
    shapes = []
    for key, value in values.items():
        body = template.get("Outputs", {}).get(key, {})
        shape = {"OutputKey": key, "OutputValue": _text(value)}
        if body.get("Description"):
            shape["Description"] = body["Description"]
        if "Export" in body and _text(value) in name_of:
            shape["ExportName"] = name_of[_text(value)]
        shapes.append(shape)
    return shapes


def resource_shape(record: StackRecord, physical: Physical, status: str, at: float) -> Json:
    """Return one resource as `ListStackResources` and `DescribeStackResources` do."""
    return {
        "StackId": record.stack_id,
        "StackName": record.name,
        "LogicalResourceId": physical.logical_id,
        "PhysicalResourceId": physical.reference,
        "ResourceType": physical.type,
        "ResourceStatus": status,
        "LastUpdatedTimestamp": moment(at),
        "Timestamp": moment(at),
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }


def event_shape(stack_id: str, number: int, event: Event, references: Mapping[str, str]) -> Json:
    """Return one event as `DescribeStackEvents` does; `number` tells it from all others."""
    digest = hashlib.sha256(f"{stack_id}/{number}".encode()).hexdigest()[:16]
    is_stack = event.logical_id == event.stack
    shape: Json = {
        "StackId": stack_id,
        "EventId": f"{event.logical_id}-{digest}",
        "StackName": event.stack,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": stack_id if is_stack else references.get(event.logical_id, ""),
        "ResourceType": event.type,
        "Timestamp": moment(event.time),
        "ResourceStatus": event.status,
    }
    if event.reason:
        shape["ResourceStatusReason"] = event.reason
    return shape


def export_shapes(record: StackRecord, exports: Json) -> Iterable[Json]:
    """Yield a stack's exports as `ListExports` does."""
    for name, value in exports.items():
        yield {"ExportingStackId": record.stack_id, "Name": name, "Value": _text(value)}


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
