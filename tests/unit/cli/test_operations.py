"""The command line calls operations that the API has, with the parameters that they take."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from twin.api.parameters import path_names
from twin_local.cli.operations import check_names, filled, route_at, route_of

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted((ROOT / "local" / "twin_local" / "cli").rglob("*.py"))
METHODS = {"get": "GET", "pages": "GET", "post": "POST", "delete": "DELETE"}


def literal_calls(names: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield place, method and first argument of the calls whose first argument is a text.

    What a text has filled in is one segment `x`.
    """
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                text = _text(node.args[0])
                if node.func.attr in names and text is not None:
                    yield f"{source.name}:{node.lineno}", node.func.attr, text


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "x" for part in node.values)
    return None


PATHS = [one for one in literal_calls(set(METHODS)) if one[2].startswith("/")]
OPERATIONS = [one for one in literal_calls({"call"}) if one[2].isidentifier()]


@pytest.mark.parametrize(("place", "method", "path"), PATHS)
def test_every_path_is_one_of_a_route(place: str, method: str, path: str) -> None:
    assert route_at(METHODS[method], path), place


@pytest.mark.parametrize(("place", "_method", "operation_id"), OPERATIONS)
def test_every_operation_exists(place: str, _method: str, operation_id: str) -> None:
    assert route_of(operation_id), place


def test_the_command_line_calls_by_both() -> None:
    assert len(PATHS) > 10 and len(OPERATIONS) > 10


def test_a_value_is_one_segment_of_a_path() -> None:
    route = route_of("getAlarmHistory")
    assert (
        filled(route, {"alarm_id": "P-101/high é?"}) == "/alarms/P-101%2Fhigh%20%C3%A9%3F/history"
    )


def test_literal_segments_come_before_parameters() -> None:
    for route in (route_of("explainOwnAccess"), route_of("getCommand")):
        path = filled(route, dict.fromkeys(path_names(route), "x"))
        assert route_at(route.method, path) == route


def test_what_the_api_does_not_have_is_an_error_of_the_program() -> None:
    route = route_of("listCommands")
    with pytest.raises(LookupError, match="no operation launchRocket"):
        route_of("launchRocket")
    with pytest.raises(LookupError, match="no operation PUT /commands"):
        route_at("PUT", "/commands")
    with pytest.raises(LookupError, match="has the path /commands"):
        filled(route, {"request_id": "1"})
    with pytest.raises(LookupError, match="no parameter limt"):
        check_names(route, ["limt", "next_token"], [])
    with pytest.raises(LookupError, match="no parameter if-match"):
        check_names(route, [], ["If-Match"])
