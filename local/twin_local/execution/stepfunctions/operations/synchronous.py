"""StartSyncExecution: run an express workflow, and say what it would be billed for.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
"""

from __future__ import annotations

import math

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.backend.execution import SyncExecution
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import extend
from twin_local.execution.stepfunctions.operations.errors import (
    NOT_SUPPORTED,
    StateMachineTypeNotSupported,
)
from twin_local.execution.stepfunctions.operations.starting import new_execution, target_of

DURATION_STEP_MS = 100
MEMORY_STEP_MB = 64
MEMORY_OF_EVERY_WORKFLOW_MB = 50
BYTES_OF_MB = 1_000_000
REPEATED = ("MapIterationStarted", "ParallelStateStarted")


def install() -> None:
    """Serve the operation."""
    extend(StepFunctionResponse, "start_sync_execution", _start)


def _start(response: StepFunctionResponse) -> ActionResult:
    target = target_of(response.stepfunction_backend, response._get_param("stateMachineArn"))
    if target.machine.type != "EXPRESS":
        raise StateMachineTypeNotSupported(NOT_SUPPORTED)
    given = response._get_param("input") or "{}"
    execution = new_execution(target, response._get_param("name"), given, SyncExecution)
    execution.start()
    included = {"included": True}
    answer = {
        **execution.to_start_sync_execution_output(),
        "inputDetails": included,
        "outputDetails": included,
        "billingDetails": _billing(execution, target.definition, given),
    }
    return ActionResult({name: value for name, value in answer.items() if value is not None})


def _billing(execution: SyncExecution, definition: str, given: str) -> dict[str, int]:
    """Return the billed time, and the memory by AWS's estimate, both in the steps of its prices.

    Memory is 50 MB, the definition, and the payload as often as Map and Parallel states repeat it.
    https://aws.amazon.com/step-functions/pricing/
    """
    took = (execution.stop_date or execution.start_date) - execution.start_date
    events = execution.to_history_output()["events"]
    repeated = max(1, sum(event["type"] in REPEATED for event in events))
    data = len(definition.encode()) + len(given.encode()) * repeated
    memory = MEMORY_OF_EVERY_WORKFLOW_MB + data / BYTES_OF_MB
    return {
        "billedDurationInMilliseconds": _up(took.total_seconds() * 1000, DURATION_STEP_MS),
        "billedMemoryUsedInMB": _up(memory, MEMORY_STEP_MB),
    }


def _up(value: float, step: int) -> int:
    return max(1, math.ceil(value / step)) * step
