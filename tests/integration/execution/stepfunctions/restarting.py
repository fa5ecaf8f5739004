"""Do to executions of this process what a kill and a start do to them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from tests.integration.execution.conftest import ACCOUNT, REGION
from tests.twin_process import eventually
from twin_local.execution.stepfunctions import executions
from twin_local.execution.stepfunctions.machines import execution_of
from twin_local.execution.stepfunctions.waits import waits_of
from twin_local.server.persistence.pickling import dump, load

Client = Callable[[str], Any]


def running(execution_arn: str) -> Execution:
    """Return an execution that is known."""
    execution = execution_of(execution_arn)
    assert execution is not None
    return execution


def waiting(execution_arn: str) -> None:
    """Return when what an execution waits for is noted; its token may be read a little sooner."""
    eventually(
        lambda: waits_of(running(execution_arn)), seconds=10, what="a note of the wait", every=0.02
    )


def restart(execution_arn: str) -> None:
    """Do to one execution what a kill and a start do: it is pickled, read, and goes on."""
    put_back(execution_arn)
    executions._resume(running(execution_arn))


def put_back(execution_arn: str) -> None:
    """Do to one execution what a kill and the reading of the state do: it does not go on yet."""
    live = running(execution_arn)
    kept = dump(live)
    if (worker := live.exec_worker) is not None:
        # The thread of before ends unnoticed, which it can only once it has begun.
        eventually(lambda: worker.env, seconds=10, what="the worker", every=0.001)
        assert worker.env is not None
        worker.env.set_stop(datetime.now(UTC), None, None)
    machines = stepfunctions_parser_backends[ACCOUNT][REGION].state_machines
    known: list[list[Any]] = [machine.executions for machine in machines]
    executions_of_it = next(one for one in known if live in one)
    executions_of_it[executions_of_it.index(live)] = load(kept)


def answer(states: Any, token: str, output: str) -> None:
    """Answer for a token as soon as the execution waits for it again."""
    for _ in range(100):
        try:
            states.send_task_success(taskToken=token, output=output)
        except states.exceptions.InvalidToken:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nothing waits for the token")


def executions_entered(client: Client, execution: str, kind: str) -> list[Any]:
    history = client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    return [event for event in history if event["type"] == kind]
