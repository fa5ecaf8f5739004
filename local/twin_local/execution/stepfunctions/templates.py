"""Evaluate a template where a state runs, in JSONPath or JSONata, as `Parameters` of a task are."""

from __future__ import annotations

import functools
import json
from typing import Any

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from twin_local.execution.patching import original

STATE = "Template"


def evaluate(template: object, env: Environment, *, is_jsonata: bool) -> Any:
    """Return the JSON value of a template.

    Raises:
        FailureEventException: an expression in it fails.
        ASLParserException: it cannot be parsed.
    """
    component = _component(json.dumps(template), is_jsonata)
    if component is None:
        return template
    component.eval(env)
    return env.stack.pop()


@functools.lru_cache(maxsize=256)
def _component(template: str, is_jsonata: bool) -> EvalComponent | None:
    """Parse a template as the parameters of a task, the only thing that is kept of it."""
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments" if is_jsonata else "Parameters": json.loads(template),
        "End": True,
    }
    definition = {
        "QueryLanguage": "JSONata" if is_jsonata else "JSONPath",
        "StartAt": STATE,
        "States": {STATE: state},
    }
    program, _ = original(AmazonStateLanguageParser, "parse")(json.dumps(definition))
    component: EvalComponent | None = program.states.states[STATE].parargs
    return component
