"""JSONata: evaluate a state machine's expressions, and hand values over whatever they contain.

moto leaves the evaluation to a Java library that it does not ship, and writes strings into an
expression without escaping them.
https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from jsonata import Jsonata  # type: ignore[import-untyped]
from jsonata.jexception import JException  # type: ignore[import-untyped]
from moto.stepfunctions.parser.asl.component.common.string import string_expression
from moto.stepfunctions.parser.asl.component.common.string.string_expression import StringJSONata
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.jsonata import jsonata
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.failures import evaluation_failure

PARSER = "moto.stepfunctions.parser"
DIGESTS = {
    "MD5": hashlib.md5,
    "SHA-1": hashlib.sha1,
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}


def install() -> None:
    """Let states be written in JSONata."""
    replace(jsonata, "_eval_jsonata", evaluate)
    replace(string_expression, "get_intrinsic_functions_declarations", lambda **_: "")
    replace(StringJSONata, "_eval_body", _eval_body)
    for name, module in tuple(sys.modules.items()):
        if name.startswith(PARSER) and hasattr(module, "encode_jsonata_variable_declarations"):
            replace(module, "encode_jsonata_variable_declarations", declarations)


def evaluate(expression: str) -> Any:
    """Return the JSON value of an expression, None where it gives nothing.

    Raises:
        JSONataException: it cannot be parsed or evaluated.
    """
    try:
        parsed = Jsonata(expression)
        for name, function in FUNCTIONS.items():
            parsed.register_lambda(name, function)
        value = parsed.evaluate(None)
    except JException as error:
        raise jsonata.JSONataException(str(error.error), str(error)) from error
    except (ValueError, TypeError, KeyError) as error:  # of the functions below
        raise jsonata.JSONataException("T0410", str(error)) from error
    except RecursionError as error:
        raise jsonata.JSONataException("D1011", "the expression recurses too deeply") from error
    try:
        return json.loads(json.dumps(value))
    except TypeError:
        return None  # a function: Step Functions has no such value, it is reported as none


def declarations(bindings: Mapping[str, Any]) -> str:
    """Return the bindings of variables, as the beginning of an expression."""
    return "".join(
        f"{name}:={to_json_str(value, separators=(',', ':'))};" for name, value in bindings.items()
    )


def _eval_body(expression: StringJSONata, env: Environment) -> None:
    try:
        original(StringJSONata, "_eval_body")(expression, env)
    except jsonata.JSONataException as error:
        raise evaluation_failure(env, f"{expression.expression}: {error.details}") from error


def _partition(values: list[Any], size: float) -> list[list[Any]]:
    step = int(size)
    return [values[start : start + step] for start in range(0, len(values), step)]


def _range(first: float, last: float, step: float) -> list[int]:
    return list(range(int(first), int(last) + (1 if step > 0 else -1), int(step)))


def _hash(text: object, algorithm: str) -> str:
    encoded = text if isinstance(text, str) else json.dumps(text, separators=(",", ":"))
    return DIGESTS[algorithm](encoded.encode()).hexdigest()


def _random(seed: float | None = None) -> float:
    return random.Random(seed).random() if seed is not None else random.random()


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "partition": _partition,
    "range": _range,
    "hash": _hash,
    "random": _random,
    "uuid": lambda: str(uuid.uuid4()),
    "parse": json.loads,
}
"""What Step Functions adds to JSONata."""
