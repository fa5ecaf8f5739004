"""Event patterns match as EventBridge's user guide says."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.execution.events.pattern import matches

EVENT = {
    "source": "mine",
    "detail": {
        "state": "on",
        "n": 5,
        "none": None,
        "tags": ["a", "b"],
        "file": "x/y.STEP",
        "ip": "10.0.0.7",
        "parts": [{"id": "p1"}, {"id": "p2"}],
    },
}


@pytest.mark.parametrize(
    "detail",
    [
        {"state": ["off", "on"]},
        {"tags": ["b"]},
        {"none": [None]},
        {"missing": [{"exists": False}]},
        {"state": [{"exists": True}]},
        {"state": [{"prefix": "o"}]},
        {"file": [{"suffix": {"equals-ignore-case": ".step"}}]},
        {"file": [{"wildcard": "x/*.STEP"}]},
        {"state": [{"equals-ignore-case": "ON"}]},
        {"state": [{"anything-but": ["off"]}]},
        {"file": [{"anything-but": {"prefix": "y/"}}]},
        {"n": [{"numeric": [">", 4, "<=", 5]}]},
        {"ip": [{"cidr": "10.0.0.0/24"}]},
        {"parts": {"id": ["p2"]}},
        {"$or": [{"n": [1]}, {"state": ["on"]}]},
    ],
)
def test_it_matches(detail: dict[str, Any]) -> None:
    assert matches({"source": ["mine"], "detail": detail}, EVENT)


@pytest.mark.parametrize(
    "detail",
    [
        {"state": ["off"]},
        {"n": ["5"]},
        {"n": [True]},
        {"missing": [{"exists": True}]},
        {"missing": [{"anything-but": "x"}]},
        {"tags": [{"anything-but": ["a"]}]},
        {"n": [{"numeric": [">", 5]}]},
        {"state": [{"numeric": ["=", 5]}]},
        {"parts": {"id": ["p3"]}},
        {"missing": {"deep": ["x"]}},
        {"$or": [{"n": [1]}, {"state": ["off"]}]},
    ],
)
def test_it_does_not_match(detail: dict[str, Any]) -> None:
    assert not matches({"detail": detail}, EVENT)
