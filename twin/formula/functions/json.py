"""`jp`: what a JSONPath finds in a text that holds JSON.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-string-functions.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, Never

from jsonpath_ng import Child, Descendants, Fields, Index, JSONPath, Root, Slice
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext.filter import Filter
from jsonpath_ng.ext.parser import parse

from twin.formula.functions.function import Compiler, Evaluate, Function, no_value
from twin.formula.inputs import Inputs
from twin.formula.nodes import Call, Node, Text
from twin.formula.values import NoPoint, Value, short, text

_one_at_a_time = Lock()  # the parser's tables are shared


@lru_cache(maxsize=1024)
def path_of(expression: str) -> JSONPath | None:
    """Return a parsed JSONPath, None where the text is none."""
    with _one_at_a_time:
        try:
            path = parse(expression)
        except (JSONPathError, ValueError):
            return None
    return path if _is_standard(path) else None


def _is_standard(path: JSONPath) -> bool:
    """Tell whether a path does without what only the library knows: sorting, functions, sums."""
    if isinstance(path, Child | Descendants):
        return _is_standard(path.left) and _is_standard(path.right)
    return isinstance(path, Root | Fields | Index | Slice | Filter)


def _build(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
    found = _finder(arguments, compiler)
    return no_value if found is None else lambda inputs: _value(found(inputs))


def _finder(arguments: tuple[Node, ...], compiler: Compiler) -> Callable[[Inputs], Any] | None:
    """Return what gives the JSON at a path; an outer `jp` goes on in what an inner one found."""
    source, literal = arguments
    path = path_of(literal.value) if isinstance(literal, Text) else None
    if path is None:
        return None
    document = _document(source, compiler)
    return None if document is None else lambda inputs: _at(path, document(inputs))


def _document(source: Node, compiler: Compiler) -> Callable[[Inputs], Any] | None:
    if isinstance(source, Call) and source.function == "jp":
        inner = _finder(source.arguments, compiler)
        return None if inner is None else lambda inputs: _opened(inner(inputs))
    outer = compiler.evaluation(source)
    return lambda inputs: _parsed(text(outer(inputs)))


def _opened(found: Any) -> Any:  # noqa: ANN401 - any JSON
    return _parsed(found) if isinstance(found, str) else found


def _parsed(document: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(document, parse_constant=_refuse)
    except RecursionError as error:
        raise NoPoint from error


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")


def _at(path: JSONPath, document: Any) -> Any:  # noqa: ANN401 - any JSON
    matches = [match.value for match in path.find(document)]
    if not _is_definite(path):
        return matches
    if not matches:
        raise NoPoint
    return matches[0]


def _is_definite(path: JSONPath) -> bool:
    """Tell whether a path leads to one place; one that may find more gives an array."""
    match path:
        case Child():
            return _is_definite(path.left) and _is_definite(path.right)
        case Fields():
            return len(path.fields) == 1 and path.fields != ("*",)
        case Index():
            return len(path.indices) == 1
    return isinstance(path, Root)


def _value(found: Any) -> Value:  # noqa: ANN401 - any JSON
    if isinstance(found, str):
        return short(found)
    if isinstance(found, bool | int | float):
        return float(found)
    raise NoPoint  # null, an array, an object


TABLE: dict[str, Function] = {"jp": Function(2, 2, _build)}
