"""A parameter reads exactly the texts that its schema takes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from twin.api.parameters import NOT_DESCRIBED, Parameter, parameters_of, path_names
from twin.api.routes import ROUTES

KINDS = {
    "choice": Parameter("x", choices=("a", "b")),
    "pattern": Parameter("x", pattern="[a-z]{2}|[0-9]"),
    "text": Parameter("x", minimum_length=1, maximum_length=3),
    "whole": Parameter("x", "integer", minimum=-1, maximum=200),
    "number": Parameter("x", "number", minimum=0, maximum=4e9),
    "flag": Parameter("x", "boolean"),
}
TEXTS = [
    *("", "a", "ab", "abc", "abcd", "c", "A", "7", "77", "é", "²", "a\n", "\n"),
    *("-1", "-2", "0", "200", "201", "1.5", "1e3", "4e9", "4000000001", "nan", "inf", "-0.5"),
    *("true", "false", "True", "1_0", " 1", "+1", "00", "9" * 5000),
]


def as_json(kind: str, text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON value that a text of the query is, or the text where it is none."""
    try:
        if kind == "integer":
            return int(text) if text == str(int(text)) else text
        if kind == "number":
            return float(text) if text.strip() == text and "_" not in text else text
    except ValueError:
        return text
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_accepted_is_what_the_document_says(name: str, text: str) -> None:
    parameter = KINDS[name]
    if text in ("nan", "inf", "+1", "00"):  # numbers for Python, not for JSON
        assert not parameter.accepts(text) or parameter.kind == "string"
        return
    validator = jsonschema.Draft202012Validator(parameter.schema)
    assert parameter.accepts(text) == validator.is_valid(as_json(parameter.kind, text))


def test_a_repeated_parameter_is_a_list() -> None:
    parameter = Parameter("x", maximum_length=9, repeated=True, most=16)
    assert parameter.schema == {
        "type": "array",
        "items": {"type": "string", "maxLength": 9},
        "minItems": 1,
        "maxItems": 16,
    }


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation_id)
def test_every_parameter_of_every_route_is_described(route: Any) -> None:  # noqa: ANN401
    names = (*path_names(route), *route.query, *route.headers)
    for name, parameter in parameters_of(route.operation_id, names).items():
        assert parameter is not NOT_DESCRIBED, f"{route.operation_id} has no description of {name}"
        assert parameter.description and not parameter.description.endswith(".")
        if parameter.default is not None:
            text = str(parameter.default).lower() if parameter.kind == "boolean" else None
            assert parameter.accepts(text or str(parameter.default))
