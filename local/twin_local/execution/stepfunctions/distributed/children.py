"""Child executions of a Map Run: real executions, kept beside those of their state machine.

Children of the type EXPRESS are not kept, as the service does not list them either.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import ExecutionStatus, StateMachineType
from moto.stepfunctions.parser.backend.execution import Execution, SyncExecution
from moto.stepfunctions.parser.backend.state_machine import StateMachineInstance

from twin_local.execution.stepfunctions.distributed.map_run import MapRun
from twin_local.execution.stepfunctions.distributed.results import ChildResult

KEPT_CHILDREN = 1_000
"""Children of one state machine that are remembered when they have ended."""


@dataclass(frozen=True)
class ChildMaker:
    """Makes the children of one run."""

    machine: StateMachine
    run: MapRun
    role_arn: str
    processor: Mapping[str, Any]
    is_express: bool
    account: str
    region: str

    def make(self, value: object) -> Execution:
        """Return a child that has not started."""
        name = str(uuid.uuid4())
        child = SyncExecution(
            name=name,
            sm_type=StateMachineType.EXPRESS if self.is_express else StateMachineType.STANDARD,
            role_arn=self.role_arn,
            exec_arn=self._arn(name),
            account_id=self.account,
            region_name=self.region,
            state_machine=cast(StateMachineInstance, self._machine()),
            start_date=datetime.now(UTC),
            cloud_watch_logging_session=None,
            activity_store={},
            input_data=json.dumps(value),
        )
        # It has a status from the first moment: others list it before its worker has begun.
        child.exec_status = ExecutionStatus.RUNNING
        vars(child)["map_run_arn"] = self.run.arn
        if not self.is_express:
            self._keep(child)
        return child

    def _machine(self) -> StateMachine:
        machine = copy.copy(self.machine)
        machine.arn = self.run.machine_arn
        machine.definition = json.dumps(self.processor)
        machine.sm_type = "EXPRESS" if self.is_express else "STANDARD"
        machine.executions = []
        return machine

    def _arn(self, name: str) -> str:
        labelled = self.run.machine_arn.split(":stateMachine:")[1]
        kind = "express" if self.is_express else "execution"
        tail = f"{name}:{uuid.uuid4()}" if self.is_express else name
        return f"{self.run.machine_arn.split(':stateMachine:')[0]}:{kind}:{labelled}:{tail}"

    def _keep(self, child: Execution) -> None:
        kept: list[Any] = self.machine.executions
        ended = [one for one in kept if hasattr(one, "map_run_arn") and one.stop_date]
        for old in ended[: max(0, len(ended) - KEPT_CHILDREN)]:
            kept.remove(old)
        kept.append(child)


def result_of(child: Execution) -> ChildResult:
    """Return how a child ended."""
    succeeded = str(child.status) == "SUCCEEDED"
    return ChildResult(
        arn=child.exec_arn,
        name=child.name,
        machine_arn=child.state_machine.arn,
        status=str(child.status),
        input=child.input_data,
        output=child.output if succeeded else None,
        error=child.error,
        cause=child.cause,
        started_at=child.start_date,
        stopped_at=child.stop_date,
    )
