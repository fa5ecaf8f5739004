"""Have the interpreter run distributed Maps as the service does."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.component.state.state_props import StateProps
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)

from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.distributed.definitions import split
from twin_local.execution.stepfunctions.distributed.map_state import MapState
from twin_local.execution.stepfunctions.distributed.settings import (
    DefinitionError,
    DistributedSettings,
)
from twin_local.execution.stepfunctions.parsing import Parsed, parse_alone

NONE: Mapping[str, DistributedSettings] = {}
_maps: ContextVar[Mapping[str, DistributedSettings]] = ContextVar("maps", default=NONE)


def install() -> None:
    """Parse the fields that moto's grammar lacks, and run the states that have them."""
    replace(AmazonStateLanguageParser, "parse", staticmethod(_parse))
    replace(StateMap, "from_state_props", _from_state_props)
    replace(StateMap, "_eval_execution", _eval_execution)


def _parse(definition: str) -> Parsed:
    try:
        parts = split(definition)
    except DefinitionError as error:
        raise ASLParserException([str(error)]) from error
    except ValueError as error:
        raise ASLParserException([f"the definition is not JSON: {error}"]) from error
    token = _maps.set(parts.maps)
    try:
        return parse_alone(parts.definition)
    finally:
        _maps.reset(token)


def _from_state_props(state: StateMap, state_props: StateProps) -> None:
    original(StateMap, "from_state_props")(state, state_props)
    vars(state)["distributed"] = _maps.get().get(state.name)


def _eval_execution(state: StateMap, env: Environment) -> None:
    settings: DistributedSettings | None = getattr(state, "distributed", None)
    if settings is None:
        original(StateMap, "_eval_execution")(state, env)
    else:
        MapState(state, settings, env).run()
