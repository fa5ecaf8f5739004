"""Check definitions: CreateStateMachine refuses, ValidateStateMachineDefinition reports.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
"""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError, loads

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import extend, replace
from twin_local.execution.stepfunctions.operations.errors import (
    InvalidDefinition,
    NotImplementedLocally,
)

INVALID = "SCHEMA_VALIDATION_FAILED"


def install() -> None:
    """Check as the service does; TestState is refused, for states cannot be run alone here."""
    replace(StepFunctionsParserBackend, "_validate_definition", staticmethod(require_valid))
    extend(StepFunctionResponse, "validate_state_machine_definition", _validate)
    extend(StepFunctionResponse, "test_state", _test_state)


def problems(definition: str) -> Iterator[tuple[str, str]]:
    """Yield the code and text of what is wrong with a definition."""
    try:
        document = loads(definition)
    except JSONDecodeError as error:
        yield "INVALID_JSON_DESCRIPTION", f"{error.msg} at line {error.lineno}"
        return
    try:
        AmazonStateLanguageParser.parse(definition)
    except ASLParserException as error:
        yield from ((INVALID, text) for text in error.errors)
        return
    # The parser raises what it happens to: it is the definition's fault, and told as such.
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        yield INVALID, f"{type(error).__name__}: {error}"
        return
    yield from _dangling(document)


def _dangling(document: dict[str, dict[str, object]]) -> Iterator[tuple[str, str]]:
    states = document.get("States", {})
    start: object = document.get("StartAt")
    if start not in set(states):
        yield "MISSING_TRANSITION_TARGET", f"Missing 'StartAt' target: {start}"
    for name, state in states.items():
        following = state.get("Next") if isinstance(state, dict) else None
        if following is not None and following not in states:
            yield "MISSING_TRANSITION_TARGET", f"Missing 'Next' target: {following} of {name}"


def require_valid(definition: str) -> None:
    """Require that a definition can be run.

    Raises:
        InvalidDefinition: it cannot.
    """
    found = [f"{code}: {text}" for code, text in problems(definition)]
    if found:
        raise InvalidDefinition(f"Invalid State Machine Definition: '{', '.join(found)}'")


def _validate(response: StepFunctionResponse) -> ActionResult:
    limit = response._get_int_param("maxResults") or 100
    found = list(problems(str(response._get_param("definition"))))
    diagnostics = [
        {"severity": "ERROR", "code": code, "message": text} for code, text in found[:limit]
    ]
    result = "FAIL" if found else "OK"
    return ActionResult(
        {"result": result, "diagnostics": diagnostics, "truncated": len(found) > limit}
    )


def _test_state(response: StepFunctionResponse) -> ActionResult:
    raise NotImplementedLocally("states:TestState is not implemented by the embedded AWS")
