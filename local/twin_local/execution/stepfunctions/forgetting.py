"""Forget what states waited for, as soon as that cannot be asked for again."""

from __future__ import annotations

import functools
import json

from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.waits import Wait, execution_of_env, waits_of


def install() -> None:
    """Forget waits when states are entered."""
    replace(CommonStateField, "_eval_body", _eval_body)
    replace(CommonStateField, "_eval_state_input", _eval_state_input)


def _eval_body(state: CommonStateField, env: Environment) -> None:
    """Forget what a state waited for when it was entered before, unless it is to wait on."""
    execution = _entering(state, env)
    if execution is not None and not _waits_on(execution, state):
        waits_of(execution).pop(state.name, None)
    original(CommonStateField, "_eval_body")(state, env)


def _eval_state_input(state: CommonStateField, env: Environment) -> None:
    """Forget what states before waited for, once the history says that another one is entered.

    Sooner, a state that is kept in between would ask again for what it has.
    """
    execution = _entering(state, env)
    if execution is not None:
        waits = waits_of(execution)
        for name in [one for one in list(waits) if one != state.name]:
            waits.pop(name, None)
    original(CommonStateField, "_eval_state_input")(state, env)


def _entering(state: CommonStateField, env: Environment) -> Execution | None:
    execution = execution_of_env(env)
    if execution is None or state.name not in _outer_states(execution.state_machine.definition):
        return None
    return execution


def _waits_on(execution: Execution, state: CommonStateField) -> bool:
    resumed: Wait | None = getattr(execution, "waits_on", None)
    return resumed is not None and resumed.state == state.name


@functools.lru_cache(maxsize=64)
def _outer_states(definition: str) -> frozenset[str]:
    return frozenset(json.loads(definition)["States"])
