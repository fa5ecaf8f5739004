"""Tell the default bus when an execution starts and how it ends.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from moto.stepfunctions.parser.backend.execution import (
    BaseExecutionWorkerCommunication,
    Execution,
)

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Json

LARGEST_DATA_BYTES = 248 * 1024
"""Input and output are left out of the event above this."""

Emit = Callable[[str, dict[str, Any]], None]
"""Offer an event of an AWS service to the rules of an account's default bus."""


def install(emit: Emit) -> None:
    """Send an event at each change of status of a standard workflow; express ones send none."""

    def tell(execution: Execution) -> None:
        if execution.sm_type != "EXPRESS":
            emit(execution.account_id, status_event(execution))

    def start(execution: Execution) -> None:
        original(Execution, "start")(execution)
        tell(execution)

    def reflect(communication: BaseExecutionWorkerCommunication) -> None:
        original(BaseExecutionWorkerCommunication, "_reflect_execution_status")(communication)
        tell(communication.execution)

    replace(Execution, "start", start)
    replace(BaseExecutionWorkerCommunication, "_reflect_execution_status", reflect)


def status_event(execution: Execution) -> dict[str, Any]:
    """Return the event of an execution as it is now."""
    changed_at = execution.stop_date or execution.start_date
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": execution.account_id,
        "time": _moment(changed_at).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": execution.region_name,
        "resources": [execution.exec_arn],
        "detail": {
            "executionArn": execution.exec_arn,
            "stateMachineArn": execution.state_machine_arn,
            "name": execution.name,
            "status": str(getattr(execution.exec_status, "value", execution.exec_status)),
            "startDate": _milliseconds(execution.start_date),
            "stopDate": _milliseconds(execution.stop_date),
            **_data("input", execution.input_data),
            **_data("output", execution.output),
            "error": execution.error,
            "cause": execution.cause,
        },
    }


def _data(name: str, value: Json) -> dict[str, Any]:
    text = None if value is None else json.dumps(value, separators=(",", ":"))
    if text is not None and len(text.encode()) > LARGEST_DATA_BYTES:
        return {name: None, f"{name}Details": {"included": False}}
    return {name: text, f"{name}Details": None if text is None else {"included": True}}


def _moment(value: datetime | str) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value.replace("Z", "+00:00"))


def _milliseconds(value: datetime | str | None) -> int | None:
    return None if value is None else int(_moment(value).timestamp() * 1000)
