"""Where the interpreter keeps state machines and executions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from moto.stepfunctions.exceptions import InvalidArn
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import (
    StepFunctionsParserBackend,
    stepfunctions_parser_backends,
)

PARTS = 8
"""Parts of the ARN of an execution; that of an express one has an id behind them."""


def backends() -> Iterator[StepFunctionsParserBackend]:
    """Yield the backend of every account and region that has one."""
    for regions in list(stepfunctions_parser_backends.values()):
        yield from list(regions.values())


def executions() -> Iterator[Execution]:
    """Yield every execution that is remembered, children of Map Runs too."""
    for backend in backends():
        for machine in backend.state_machines:
            yield from executions_of(machine)


def executions_of(machine: StateMachine) -> list[Execution]:
    """Return the executions that are remembered of a state machine."""
    return cast(list[Execution], list(machine.executions))


def machine_of(execution_arn: str) -> StateMachine | None:
    """Return the state machine of an execution or of a child execution.

    Raises:
        InvalidArn: it is not the ARN of an execution.
    """
    parts = execution_arn.split(":")
    if len(parts) < PARTS or parts[5] not in ("execution", "express"):
        raise InvalidArn(f"Invalid Arn: '{execution_arn}'")
    name = parts[6].split("/")[0]
    backend = stepfunctions_parser_backends[parts[4]][parts[3]]
    found = (machine for machine in backend.state_machines if machine.name == name)
    return next(found, None)


def execution_of(execution_arn: str) -> Execution | None:
    """Return an execution by its ARN."""
    machine = machine_of(execution_arn)
    known = executions_of(machine) if machine else []
    return next((one for one in known if one.exec_arn == execution_arn), None)


def map_run_of(execution: Execution) -> str | None:
    """Return the Map Run that an execution is a child of."""
    run: str | None = getattr(execution, "map_run_arn", None)
    return run
