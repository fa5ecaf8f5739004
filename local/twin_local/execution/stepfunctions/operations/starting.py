"""Start executions of a state machine, of one of its versions, or by an alias.

https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html
"""

from __future__ import annotations

import copy
import json
import random
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from moto.stepfunctions.exceptions import (
    InvalidExecutionInput,
    InvalidName,
    StateMachineDoesNotExist,
)
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import ExecutionStatus, StateMachineType
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.backend.state_machine import StateMachineInstance

NAME = re.compile(r"[^\x00-\x20\x7f-\x9f<>{}\[\]?*\"#%\\^|~`$&,;:/]{1,80}")
STANDARD, EXPRESS = "STANDARD", "EXPRESS"
QUALIFIED = 8
"""Parts of an ARN that names a version or an alias."""

LARGEST_INPUT_BYTES = 256 * 1024
Kind = TypeVar("Kind", bound=Execution)


@dataclass(frozen=True)
class Target:
    """What is started: a state machine, with the version's definition where one is named."""

    machine: StateMachine
    definition: str
    role_arn: str
    version_arn: str | None = None
    alias_arn: str | None = None


def target_of(backend: Any, arn: str) -> Target:
    """Return what an ARN stands for; an alias chooses one of its versions by their weights.

    Raises:
        StateMachineDoesNotExist: there is no such machine, version or alias.
    """
    parts = arn.split(":")
    machine: StateMachine = backend.describe_state_machine(":".join(parts[:7]))
    if len(parts) < QUALIFIED:
        return Target(machine, machine.definition, machine.roleArn)
    qualifier, alias_arn = parts[7], None
    if alias := machine.aliases.get(qualifier):
        alias_arn = arn
        routes = alias.routing_configuration
        weights = [int(route["weight"]) for route in routes]
        chosen = random.choices(routes, weights)[0]
        qualifier = chosen["stateMachineVersionArn"].rpartition(":")[2]
    version = machine.versions.get(int(qualifier)) if qualifier.isdigit() else None
    if version is None:
        raise StateMachineDoesNotExist(f"State Machine Does Not Exist: '{arn}'")
    return Target(machine, version.definition, version.roleArn, version.arn, alias_arn)


def new_execution(target: Target, name: str | None, given: str, kind: type[Kind]) -> Kind:
    """Return an execution that has not started.

    Raises:
        InvalidName: the name has more than 80 characters, or some that are not allowed.
        InvalidExecutionInput: the input is not JSON, or too large.
    """
    machine = copy.copy(target.machine)
    machine.executions, machine.definition = [], target.definition
    named = name or str(uuid.uuid4())
    if not NAME.fullmatch(named):
        raise InvalidName(f"Invalid Name: '{named}'")
    _require_json(given)
    backend = target.machine.backend
    execution = kind(
        name=named,
        sm_type=StateMachineType(machine.type or STANDARD),
        role_arn=target.role_arn,
        exec_arn=_arn(target.machine, named),
        account_id=backend.account_id,
        region_name=backend.region_name,
        state_machine=cast(StateMachineInstance, machine),
        start_date=datetime.now(UTC),
        cloud_watch_logging_session=None,
        activity_store={},
        input_data=given,
    )
    # It has a status from the first moment: others list it before its worker has begun.
    execution.exec_status = ExecutionStatus.RUNNING
    vars(execution).update(version_arn=target.version_arn, alias_arn=target.alias_arn)
    return execution


def _arn(machine: StateMachine, name: str) -> str:
    """Return the ARN of an execution; one of an express workflow has an id of its own."""
    if machine.type == EXPRESS:
        arn = machine.arn.replace(":stateMachine:", ":express:", 1)
        return f"{arn}:{name}:{uuid.uuid4()}"
    return f"{machine.arn.replace(':stateMachine:', ':execution:', 1)}:{name}"


def _require_json(text: str) -> None:
    if len(text.encode()) > LARGEST_INPUT_BYTES:
        raise InvalidExecutionInput("Invalid Input: it has more than 262144 bytes")
    try:
        json.loads(text)
    except ValueError as error:
        raise InvalidExecutionInput(f"Invalid State Machine Execution Input: '{error}'") from error
