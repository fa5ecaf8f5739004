"""Overall equipment effectiveness, the whole tutorial: states, transforms, metrics of metrics.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/calculate-oee.html
"""

from __future__ import annotations

import pytest

from tests.unit.formula.given import Given, Points, window_of
from twin.formula import parse, variables
from twin.formula.evaluation import evaluate
from twin.formula.rules import mistakes
from twin.formula.values import Value
from twin.formula.windows import Window

INTERVAL = 300.0
STATES = {"idle": 1024, "fault": 1020, "stop": 1000, "running": 1111}
IDEAL_RUN_RATE = 0.5
"""Parts a second, since run time is in seconds."""

HISTORY: Points = (
    (0, 1111.0),  # runs for 150 s,
    (150, 1024.0),  # idles for 30 s,
    (180, 1020.0),  # has a fault for 60 s,
    (240, 1000.0),  # stands still for 30 s,
    (270, 1111.0),  # and runs for another 30 s
)
OK_COUNTS: Points = tuple((float(second), 1.0) for second in range(10, 82))
BAD_COUNTS: Points = tuple((float(second), 1.0) for second in range(110, 119))

TRANSFORMS = {f"{name}_state": f"eq(state, {code})" for name, code in STATES.items()}
METRICS = {
    "idle_time": "statetime(idle_state)",
    "fault_time": "statetime(fault_state)",
    "stop_time": "statetime(stop_state)",
    "run_time": "statetime(running_state)",
    "down_time": "idle_time + fault_time + stop_time",
    "ok": "sum(ok_count)",
    "bad": "sum(bad_count)",
    "availability": "run_time / (run_time + down_time)",
    "quality": "ok / (ok + bad)",
    "performance": "((ok + bad) / run_time) / ideal_run_rate",
    "oee": "availability * quality * performance",
}


def transformed(expression: str) -> Points:
    """Return the points of a transform of the state."""
    node = parse(expression)
    found = [(time, evaluate(node, Given({"state": code}))) for time, code in HISTORY]
    return tuple((time, value) for time, value in found if value is not None)


def computed() -> dict[str, Value]:
    """Return all metrics of the window that ends after five minutes."""
    end = INTERVAL
    windows: dict[str, Window] = {
        name: window_of(transformed(text), 0, end) for name, text in TRANSFORMS.items()
    }
    windows["ok_count"] = window_of(OK_COUNTS, 0, end)
    windows["bad_count"] = window_of(BAD_COUNTS, 0, end)
    windows["ideal_run_rate"] = Window(0, end, ((end, IDEAL_RUN_RATE),), None)
    found: dict[str, Value] = {}
    for name, text in METRICS.items():
        value = evaluate(parse(text), Given(windows=windows, moment=end), windows)
        assert value is not None, name
        found[name] = value
        windows[name] = Window(0, end, ((end, value),), None)
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("idle_time", 30.0),
        ("fault_time", 60.0),
        ("stop_time", 30.0),
        ("run_time", 180.0),
        ("down_time", 120.0),
        ("availability", 0.6),
        ("quality", 72 / 81),
        ("performance", 81 / 180 / 0.5),
        ("oee", 0.6 * (72 / 81) * 0.9),
    ],
)
def test_the_metrics_of_one_window(name: str, expected: float) -> None:
    assert computed()[name] == pytest.approx(expected, rel=1e-12)


def test_the_rules_accept_the_tutorial() -> None:
    for text in TRANSFORMS.values():
        assert mistakes(text, parse(text), "transform") == ()
    for text in METRICS.values():
        metrics = variables(parse(text)) & set(METRICS)
        assert mistakes(text, parse(text), "metric", of_metrics=metrics) == ()
