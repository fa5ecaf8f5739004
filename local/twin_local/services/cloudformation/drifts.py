"""Operations on drift: what of a stack is not as it was deployed any more."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from twin_local.engine.difference import Difference
from twin_local.engine.drift import Drift
from twin_local.engine.json_value import canonical
from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.model import Json, StackRecord
from twin_local.services.cloudformation.paging import PAGE, page
from twin_local.services.cloudformation.shapes import moment
from twin_local.services.cloudformation.stack_table import StackTable

DRIFTED = ("MODIFIED", "DELETED")


@dataclass(frozen=True)
class Drifts:
    """Looks resources up and keeps what was found until the stack is deployed again."""

    table: StackTable

    @property
    def operations(self) -> Mapping[str, Callable[[Json], Json]]:
        """The operations by name."""
        return {
            "DescribeStackDriftDetectionStatus": self.status,
            "DescribeStackResourceDrifts": self.describe,
            "DetectStackDrift": self.detect,
            "DetectStackResourceDrift": self.detect_one,
        }

    def detect(self, request: Json) -> Json:
        """Look up the resources of a stack; the answer comes when all have been."""
        record = self.table.get(request["StackName"])
        self.table.require_idle(record)
        wanted = set(request.get("LogicalResourceIds") or []) or None
        at = self.table.now()
        found = [
            drift_shape(record, one, at) for one in self.table.engine.drift(record.name, wanted)
        ]
        detection = str(uuid.uuid4())
        body = {"stack_id": record.stack_id, "at": at, "drifts": found, "id": detection}
        self.table.records.put("drift", detection, body)
        self.table.records.put("drift", record.name, body)
        return {"StackDriftDetectionId": detection}

    def status(self, request: Json) -> Json:
        """Say how a detection ended."""
        detection = request["StackDriftDetectionId"]
        found = self.table.records.get("drift", detection)
        if found is None or found["id"] != detection:
            raise ValidationError(f"Stack drift detection {detection} does not exist")
        drifted = [one for one in found["drifts"] if one["StackResourceDriftStatus"] in DRIFTED]
        return {
            "StackId": found["stack_id"],
            "StackDriftDetectionId": detection,
            "StackDriftStatus": stack_status(found["drifts"]),
            "DetectionStatus": "DETECTION_COMPLETE",
            "DriftedStackResourceCount": len(drifted),
            "Timestamp": moment(found["at"]),
        }

    def describe(self, request: Json) -> Json:
        """Return what the last detection found, without what was not checked."""
        record = self.table.get(request["StackName"])
        found = self.table.records.get("drift", record.name) or {"drifts": []}
        wanted = set(request.get("StackResourceDriftStatusFilters") or [])
        drifts = (
            {**one, "Timestamp": moment(one["Timestamp"])}
            for one in found["drifts"]
            if (one["StackResourceDriftStatus"] in wanted or not wanted)
            and one["StackResourceDriftStatus"] != "NOT_CHECKED"
        )
        limit = int(request.get("MaxResults") or PAGE)
        return page(request, "StackResourceDrifts", drifts, limit=limit)

    def detect_one(self, request: Json) -> Json:
        """Look up one resource."""
        record = self.table.get(request["StackName"])
        name = request["LogicalResourceId"]
        for one in self.table.engine.drift(record.name, {name}):
            if one.status == "NOT_CHECKED":
                raise ValidationError(
                    f"Drift detection is not supported for {name}, of type {one.physical.type}"
                )
            shape = drift_shape(record, one, self.table.now())
            return {"StackResourceDrift": {**shape, "Timestamp": moment(shape["Timestamp"])}}
        raise ValidationError(f"Resource {name} does not exist for stack {record.name}")


def stack_status(drifts: Iterable[Json]) -> str:
    """Return the drift status of a stack by those of its resources."""
    statuses = {one["StackResourceDriftStatus"] for one in drifts}
    if statuses & set(DRIFTED):
        return "DRIFTED"
    if "UNKNOWN" in statuses:
        return "UNKNOWN"
    return "IN_SYNC" if "IN_SYNC" in statuses else "NOT_CHECKED"


def drift_shape(record: StackRecord, drift: Drift, at: float) -> Json:
    """Return what was found of one resource, with its time in seconds."""
    shape: Json = {
        "StackId": record.stack_id,
        "LogicalResourceId": drift.physical.logical_id,
        "PhysicalResourceId": drift.physical.reference,
        "ResourceType": drift.physical.type,
        "ExpectedProperties": canonical(drift.physical.properties),
        "PropertyDifferences": [_difference(one) for one in drift.differences],
        "StackResourceDriftStatus": drift.status,
        "Timestamp": at,
    }
    if drift.reason:
        shape["DriftStatusReason"] = drift.reason
    return shape


def _difference(one: Difference) -> Json:
    return {
        "PropertyPath": "/" + one.path.replace(".", "/"),
        "ExpectedValue": _text(one.given),
        "ActualValue": "null" if one.stored is None else _text(one.stored),
        "DifferenceType": "REMOVE" if one.stored is None else "NOT_EQUAL",
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else canonical(value)
