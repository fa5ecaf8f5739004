"""Versions of a state machine: publish, list, delete.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import extend
from twin_local.execution.stepfunctions.operations.errors import (
    ConflictException,
    ValidationException,
)
from twin_local.execution.stepfunctions.operations.map_runs import paged


def install() -> None:
    """Serve the operations."""
    extend(StepFunctionResponse, "publish_state_machine_version", _publish)
    extend(StepFunctionResponse, "list_state_machine_versions", _list)
    extend(StepFunctionResponse, "delete_state_machine_version", _delete)


def _publish(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("stateMachineArn")
    machine: Any = response.stepfunction_backend.describe_state_machine(arn)
    latest = machine.latest_version
    if latest is None or latest.definition != machine.definition:
        machine.publish(response._get_param("description"))
        latest = machine.latest_version
    return ActionResult(
        {"stateMachineVersionArn": latest.arn, "creationDate": latest.creation_date}
    )


def _list(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("stateMachineArn")
    machine: Any = response.stepfunction_backend.describe_state_machine(arn)
    versions = [
        {"stateMachineVersionArn": one.arn, "creationDate": one.creation_date}
        for _, one in sorted(machine.versions.items(), reverse=True)
    ]
    return paged(response, versions, "stateMachineVersions")


def _delete(response: StepFunctionResponse) -> ActionResult:
    arn = str(response._get_param("stateMachineVersionArn"))
    base, _, number = arn.rpartition(":")
    if not number.isdigit():
        raise ValidationException(f"'{arn}' is not the ARN of a version")
    machine: Any = response.stepfunction_backend.describe_state_machine(base)
    used = [
        alias.arn
        for alias in machine.aliases.values()
        if any(route["stateMachineVersionArn"] == arn for route in alias.routing_configuration)
    ]
    if used:
        raise ConflictException(f"Version {arn} is used by {', '.join(used)}")
    machine.versions.pop(int(number), None)
    return EmptyResult()
