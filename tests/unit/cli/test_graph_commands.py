"""`twin graph` over an API that answers from a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from click.testing import CliRunner, Result

from twin_local.cli.commands import graph

Json = dict[str, Any]
PUMP: Json = {"id": "asset:P-101", "title": "Pump", "type": "pump", "asset": "P-101"}


class Api:
    """Answers GET by path and remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Json] = {}
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Json:
        self.asked.append((path, query or {}))
        return self.answers[path]

    def pages(self, path: str, member: str, query: Mapping[str, Any]) -> Iterator[Json]:
        yield from self.get(path, query)[member]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    monkeypatch.setattr(graph, "ApiClient", lambda: api)
    return api


def run(*arguments: str) -> Result:
    return CliRunner().invoke(graph.command, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["pump"], {"kind": "asset", "type": "pump"}),
        (
            ["pump where rated_power > 10"],
            {"kind": "asset", "type": "pump", "where": "rated_power > 10"},
        ),
        (["where", "level", "=", "'area'"], {"kind": "asset", "where": "level = 'area'"}),
        (["--kind", "alarm"], {"kind": "alarm"}),
        ([], {}),
    ],
)
def test_a_question_is_a_type_and_a_filter(api: Api, words: list[str], expected: Json) -> None:
    api.answers["/graph/nodes"] = {"nodes": [PUMP]}
    result = run("find", *words, "--json")
    assert json.loads(result.output) == {"nodes": [PUMP]}
    assert api.asked == [("/graph/nodes", {**expected, "limit": 1000})]


def test_the_tree_is_indented(api: Api) -> None:
    rows = [{"name": n, "title": n, "type": "t", "depth": d} for n, d in (("PS-1", 0), ("P", 1))]
    api.answers["/graph/tree"] = {"assets": rows}
    assert run("tree", "PS-1").output.splitlines() == ["PS-1  PS-1  (t)", "  P  P  (t)"]
    assert api.asked[0][1] == {"below": "PS-1", "depth": 100, "limit": 1000}


def test_an_alias_is_one_segment_of_the_path(api: Api) -> None:
    api.answers["/graph/nodes/signal:P-101.speed"] = {**PUMP, "properties": {"unit": "rpm"}}
    assert "rpm" in run("show", "/demo/P-101/speed").output


def test_neighbours_name_the_edges(api: Api) -> None:
    edge = {"source": "asset:P-101", "relation": "feeds", "target": "asset:T-101"}
    api.answers["/graph/nodes/P-101/neighbours"] = {"neighbours": [{"node": PUMP, "edge": edge}]}
    assert "feeds" in run("neighbours", "P-101", "--relation", "feeds").output
    assert api.asked[0][1]["relation"] == ("feeds",)


@pytest.mark.parametrize(("paths", "code"), [([], 1), ([{"nodes": [PUMP], "edges": []}], 0)])
def test_no_path_is_exit_code_1(api: Api, paths: list[Json], code: int) -> None:
    api.answers["/graph/path"] = {"paths": paths}
    result = run("path", "P-101", "T-101", "--json")
    assert (result.exit_code, json.loads(result.output)) == (code, {"paths": paths})
    assert api.asked[0][1]["from"] == "P-101"
