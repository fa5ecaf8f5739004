"""A definition as a graph."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.server.observation.executions.conditions import condition
from twin_local.server.observation.executions.graph import Edge, graph_of

PASS = {"Type": "Pass", "End": True}


def test_transitions_of_all_kinds() -> None:
    graph = graph_of(
        {
            "StartAt": "Ask",
            "States": {
                "Ask": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Next": "Which",
                    "Catch": [{"ErrorEquals": ["A", "B"], "Next": "Broken"}],
                },
                "Which": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.x", "NumericEquals": 1, "Next": "Ask"}],
                    "Default": "Fine",
                },
                "Broken": {"Type": "Fail"},
                "Fine": {"Type": "Succeed"},
            },
        }
    )
    assert graph.start == "Ask"
    assert graph.ends == ("Broken", "Fine")
    assert [node.resource for node in graph.nodes] == ["lambda:invoke", "", "", ""]
    assert graph.edges == (
        Edge("Ask", "Which", "next"),
        Edge("Ask", "Broken", "catch", "A, B"),
        Edge("Which", "Ask", "choice", "$.x = 1"),
        Edge("Which", "Fine", "default", "otherwise"),
    )


@pytest.mark.parametrize("member", ["ItemProcessor", "Iterator"])
def test_branches_are_within_their_states(member: str) -> None:
    each = {"Type": "Map", "End": True, member: {"StartAt": "One", "States": {"One": PASS}}}
    branches = [{"StartAt": "Left", "States": {"Left": PASS}},
                {"StartAt": "Right", "States": {"Right": each}}]  # fmt: skip
    both = {"Type": "Parallel", "End": True, "Branches": branches}
    [node] = graph_of({"StartAt": "Both", "States": {"Both": both}}).nodes
    left, right = node.branches
    assert [left.start, right.start] == ["Left", "Right"]
    assert right.nodes[0].branches[0].nodes[0].name == "One"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"Variable": "$.a", "StringEquals": "b"}, '$.a = "b"'),
        ({"Variable": "$.a", "BooleanEquals": False}, "$.a = false"),
        ({"Variable": "$.a", "NumericGreaterThanEqualsPath": "$.b"}, '$.a ≥ "$.b"'),
        ({"Variable": "$.a", "IsPresent": False}, "$.a is not present"),
        ({"Not": {"Variable": "$.a", "IsNull": True}}, "not ($.a is null)"),
        (
            {
                "Or": [
                    {"Variable": "$.a", "IsNull": True},
                    {"Variable": "$.b", "StringMatches": "x*"},
                ]
            },
            '$.a is null or $.b matches "x*"',
        ),
        ({"Condition": "{% $x > 1 %}"}, "{% $x > 1 %}"),
        ({"Condition": "x" * 100}, "x" * 79 + "…"),
    ],
)
def test_rules_in_a_few_words(rule: dict[str, Any], text: str) -> None:
    assert condition(rule) == text
