"""The whole formula language in the service: texts, JSON, time, and the OEE tutorial end to end.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/calculate-oee.html
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import attribute, measurement, metric, transform
from twin_local.services.iotsitewise.exceptions import InvalidRequestException

Json = Any


LABEL = "f'{upper(jp(m, ''$.status''))} at {f: \".1f\"}'"


def text(definition: Json) -> Json:
    """Return a property with texts as values."""
    return {**definition, "dataType": "STRING"}


def test_texts_json_and_time(computing: Computing) -> None:
    model = computing.model(
        "gateway",
        measurement("message", "STRING"),
        measurement("flow"),
        transform("reading", "jp(m, '$.reading')", m="message"),
        transform("failed", "m.jp('$.status').lower().contains('fail')", m="message"),
        transform("number of text", "jp(jp(m, '$.confidence'), '$')", m="message"),
        transform("array", "jp(m, '$.list')", m="message"),
        text(
            transform(
                "label", "f'{upper(jp(m, ''$.status''))} at {f: \".1f\"}'", m="message", f="flow"
            )
        ),
        transform("text on a number", "'flow ' + f", f="flow"),
        text(transform("number on a text", "f", f="flow")),
        transform("hour", "hour(localtime(timestamp(), 'JST'))", f="flow", unused="flow"),
        transform("age", "timestamp(f) - timestamp(pretrigger(f))", f="flow"),
    )
    computing.asset("G-1", model)
    now = computing.clock.time
    computing.clock.time = now + 100
    computing.put("G-1", "flow", (now, 12.25), (now + 30, 12.5))
    message = '{"reading": 25, "status": "Failed", "confidence": "0.95", "list": [1]}'
    computing.put("G-1", "message", (now + 40, message))
    assert computing.values("G-1", "reading", now) == {40: 25.0}
    assert computing.values("G-1", "failed", now) == {40: 1.0}
    assert computing.values("G-1", "number of text", now) == {40: 0.95}
    assert computing.values("G-1", "array", now) == {}
    assert computing.values("G-1", "label", now) == {40: "FAILED at 12.5"}
    assert computing.values("G-1", "text on a number", now) == {}
    assert computing.values("G-1", "number on a text", now) == {}
    hour = (now // 3_600 + 9) % 24
    assert computing.values("G-1", "hour", now) == {0: hour, 30: hour}
    assert computing.values("G-1", "age", now) == {30: 30.0}


STATES = {"idle": 1024, "fault": 1020, "stop": 1000, "running": 1111}
STOPPED = ("idle", "fault", "stop")
OEE = {
    "ok": ("sum(x)", {"x": "ok_count"}),
    "bad": ("sum(x)", {"x": "bad_count"}),
    "down_time": (
        "idle + fault + stop",
        {name: f"{name}_time" for name in ("idle", "fault", "stop")},
    ),
    "availability": ("run / (run + down)", {"run": "running_time", "down": "down_time"}),
    "quality": ("ok / (ok + bad)", {"ok": "ok", "bad": "bad"}),
    "performance": (
        "((ok + bad) / run) / ideal",
        {"ok": "ok", "bad": "bad", "run": "running_time", "ideal": "ideal_run_rate"},
    ),
    "oee": ("a * q * p", {"a": "availability", "q": "quality", "p": "performance"}),
}


def test_the_oee_tutorial(computing: Computing) -> None:
    model = computing.model(
        "machine",
        attribute("ideal_run_rate", "0.5"),
        measurement("state", "INTEGER"),
        measurement("ok_count", "INTEGER"),
        measurement("bad_count", "INTEGER"),
        *(transform(f"{name}_state", f"eq(s, {code})", s="state") for name, code in STATES.items()),
        *(metric(f"{name}_time", "statetime(s)", s=f"{name}_state") for name in STATES),
        *(metric(name, formula, **sources) for name, (formula, sources) in OEE.items()),
    )
    computing.asset("M-1", model)
    start = computing.clock.time
    computing.clock.time = start + 299
    phases = [(0, 1111), (150, 1024), (180, 1020), (240, 1000), (270, 1111)]
    computing.put("M-1", "state", *[(start + second, state) for second, state in phases])
    computing.put("M-1", "ok_count", (start + 100, 40), (start + 290, 32))
    computing.put("M-1", "bad_count", (start + 290, 9))
    computing.at(start + 300)
    found = {name: computing.values("M-1", name, start) for name in OEE}
    assert found["down_time"] == {300: 120.0}
    assert found["availability"] == {300: 0.6}
    assert found["quality"] == {300: pytest.approx(72 / 81)}
    assert found["performance"] == {300: pytest.approx(0.9)}
    assert found["oee"] == {300: pytest.approx(0.6 * 72 / 81 * 0.9)}


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("first(sum(x))", "takes no aggregation"),
        ("min(x / y)", "several variables"),
        ("statetime(total)", "takes no metric"),
        ("timestamp(x)", "end of the window"),
        ("hour(x)", "takes a local time"),
        ("jp(text, text)", "JSONPath in quotes"),
    ],
)
def test_what_the_guide_does_not_allow_is_refused(
    computing: Computing, formula: str, message: str
) -> None:
    names = {name: name for name in ("x", "y", "total", "text") if name in formula}
    with pytest.raises(InvalidRequestException, match=message):
        computing.model(
            "machine",
            measurement("x"),
            measurement("y"),
            measurement("text", "STRING"),
            metric("total", "sum(x)", x="x"),
            metric("wrong", formula, **names),
        )
