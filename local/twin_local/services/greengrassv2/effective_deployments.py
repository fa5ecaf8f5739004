"""Which deployments a core device has, and how far each is there; pure."""

from __future__ import annotations

from twin_local.services.documents import Json

STATUSES = frozenset(
    [
        "IN_PROGRESS",
        "QUEUED",
        "FAILED",
        "COMPLETED",
        "TIMED_OUT",
        "CANCELED",
        "REJECTED",
        "SUCCEEDED",
    ]
)
CLOSED = {"CANCELED": "CANCELED", "FAILED": "FAILED"}


def effective(deployment: Json, device: Json) -> Json:
    """Return a deployment as a core device has it."""
    status, reported = _status(deployment, device), device["at"]
    made = deployment["creationTimestamp"]
    return {
        "deploymentId": deployment["deploymentId"],
        "deploymentName": deployment["deploymentName"],
        "targetArn": deployment["targetArn"],
        "coreDeviceExecutionStatus": status,
        "creationTimestamp": made,
        "modifiedTimestamp": reported if status not in ("QUEUED", "CANCELED") else made,
    }


def _status(deployment: Json, device: Json) -> str:
    said = device.get("deployment") or {}
    revision = f"{deployment['targetArn'].rpartition(':')[2]}:{deployment['revisionId']}"
    is_meant = str(said.get("fleetConfigurationArnForStatus", "")).endswith(revision)
    if is_meant and said.get("status") in STATUSES:
        return str(said["status"])
    return CLOSED.get(deployment["deploymentStatus"], "QUEUED")
