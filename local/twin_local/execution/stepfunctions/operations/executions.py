"""Executions: list, describe, read the history, redrive.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.stepfunctions.exceptions import ExecutionDoesNotExist, InvalidArn
from moto.stepfunctions.models import StateMachine, StepFunctionBackend
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import extend, original, replace
from twin_local.execution.stepfunctions.machines import executions, machine_of, map_run_of
from twin_local.execution.stepfunctions.operations.errors import (
    NOT_SUPPORTED,
    ExecutionNotRedrivable,
    StateMachineTypeNotSupported,
    ValidationException,
)
from twin_local.execution.stepfunctions.operations.map_runs import paged
from twin_local.execution.stepfunctions.resumption import resume_point

REDRIVABLE = ("FAILED", "TIMED_OUT", "ABORTED")


def install() -> None:
    """Serve the operations."""
    replace(StepFunctionBackend, "_get_state_machine_for_execution", _machine_of)
    replace(StepFunctionBackend, "_validate_execution_arn", _require_standard)
    replace(StepFunctionResponse, "list_executions", _list)
    replace(StepFunctionResponse, "describe_execution", _describe)
    replace(StepFunctionResponse, "get_execution_history", _history)
    extend(StepFunctionResponse, "redrive_execution", _redrive)


def _machine_of(backend: StepFunctionBackend, execution_arn: str) -> StateMachine:
    """Return the machine of an execution; children have its name with a label behind it.

    Raises:
        ExecutionDoesNotExist: its state machine does not exist.
    """
    machine = machine_of(execution_arn)
    if machine is None:
        raise ExecutionDoesNotExist(f"Execution Does Not Exist: '{execution_arn}'")
    return machine


def _require_standard(backend: StepFunctionBackend, execution_arn: str) -> None:
    """Require the ARN of an execution that can be asked for.

    Raises:
        InvalidArn: it is not one, or of an express workflow, which is to be looked at in its log.
    """
    if execution_arn.split(":")[5:6] == ["express"]:
        raise InvalidArn("Invalid Arn: 'Resource type not valid in this context: express'")
    original(StepFunctionBackend, "_validate_execution_arn")(backend, execution_arn)


def _list(response: StepFunctionResponse) -> ActionResult:
    run, arn = response._get_param("mapRunArn"), response._get_param("stateMachineArn")
    if bool(run) == bool(arn):
        raise ValidationException("Exactly one of stateMachineArn and mapRunArn must be given")
    if run:
        found = [one for one in executions() if map_run_of(one) == run]
    else:
        machine: Any = response.stepfunction_backend.describe_state_machine(arn)
        if machine.type == "EXPRESS":
            raise StateMachineTypeNotSupported(NOT_SUPPORTED)
        found = [one for one in machine.executions if not map_run_of(one)]
    status = response._get_param("statusFilter")
    chosen = [one for one in found if status in (None, str(one.status))]
    chosen.sort(key=lambda one: one.start_date, reverse=True)
    return paged(response, [_summary(one) for one in chosen], "executions")


def _summary(execution: Execution) -> dict[str, object]:
    shown = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": str(execution.status),
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
        "mapRunArn": map_run_of(execution),
        "redriveCount": getattr(execution, "redrives", 0),
        "redriveDate": getattr(execution, "redriven_at", None),
        "stateMachineVersionArn": getattr(execution, "version_arn", None),
        "stateMachineAliasArn": getattr(execution, "alias_arn", None),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _describe(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("executionArn")
    execution: Any = response.stepfunction_backend.describe_execution(arn)
    answer: dict[str, Any] = original(StepFunctionResponse, "describe_execution")(response).result
    answer |= _summary(execution)
    answer["input"] = json.dumps(execution.input_data, separators=(",", ":"))
    answer["inputDetails"] = {"included": True}
    if str(execution.status) == "SUCCEEDED":
        answer["output"] = json.dumps(execution.output, separators=(",", ":"))
    redrivable = _why_not_redrivable(execution) is None
    answer["redriveStatus"] = "REDRIVABLE" if redrivable else "NOT_REDRIVABLE"
    if not redrivable:
        answer["redriveStatusReason"] = _why_not_redrivable(execution)
    return ActionResult(answer)


def _history(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("executionArn")
    answer: Any = response.stepfunction_backend.get_execution_history(arn)
    events = list(answer["events"])
    if response._get_param("reverseOrder") in (True, "true"):
        events.reverse()
    return paged(response, events, "events")


def _why_not_redrivable(execution: Execution) -> str | None:
    status = str(execution.status)
    if execution.sm_type == "EXPRESS" or map_run_of(execution):
        return "only an execution of a standard workflow can be redriven"
    if status not in REDRIVABLE:
        return f"Execution is {status} and cannot be redriven"
    return None


def _redrive(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("executionArn")
    execution: Any = response.stepfunction_backend.describe_execution(arn)
    reason = _why_not_redrivable(execution)
    if reason:
        raise ExecutionNotRedrivable(f"Execution '{arn}' is not redrivable: {reason}")
    execution.redrives = getattr(execution, "redrives", 0) + 1
    execution.resume_point = resume_point(execution, redrives=execution.redrives)
    execution.redriven_at = utcnow()
    execution.exec_worker = execution.stop_date = execution.error = execution.cause = None
    execution.start()
    return ActionResult({"redriveDate": execution.redriven_at})
