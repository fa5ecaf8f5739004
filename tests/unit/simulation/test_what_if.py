"""What a what-if asks for, what its candidates break, and which of them is the best."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twin.commands.set_points import SetPoint
from twin.errors import TwinError
from twin.simulation.run_output import RunOutput
from twin.simulation.trust.validity import Reason
from twin.simulation.what_if.cases import case_inputs
from twin.simulation.what_if.comparison import Candidate, Comparison, Objective, Violation
from twin.simulation.what_if.limits import Breach, breaches, limits_of
from twin.simulation.what_if.ranking import Outcome, ranked
from twin.simulation.what_if.request import MOST_CANDIDATES, WhatIfRequest
from twin.simulation.what_if.violations import violations
from twin.site_document import SimulationModel, SiteDocument
from twin.telemetry.latest import LatestValue

NOW = 1_790_000_000.0
MODEL = {"model_id": "P-101.pump"}
SLOWER = {"inputs": {"speed": 1200}}
COMMAND = {"command_id": "P-101.set_speed", "values": [1200, 1300]}


def output(value: float, *, half: float = 0.5) -> RunOutput:
    low, high = value - half, value + half
    return RunOutput(value, low, high, low, high, "m³/h", None)


def refusal(body: dict[str, Any], site: SiteDocument) -> TwinError:
    with pytest.raises(TwinError) as caught:
        WhatIfRequest.from_body(MODEL | body, site)
    return caught.value


def test_candidates_are_named_and_numbers(site: SiteDocument) -> None:
    given = [{"name": "slow", **SLOWER}, {"inputs": {}}]
    wanted = WhatIfRequest.from_body(MODEL | {"candidates": given}, site)
    first, second = wanted.comparison.candidates
    assert (first.name, first.inputs) == ("slow", {"speed": 1200.0})
    assert (second.name, second.inputs) == ("Candidate 2", {})
    assert wanted.comparison.always_replaced == {}


def test_set_point_is_the_input_that_its_feedback_feeds(site: SiteDocument) -> None:
    wanted = WhatIfRequest.from_body(MODEL | {"command": COMMAND}, site)
    assert wanted.set_points == (1200.0, 1300.0)
    assert [one.inputs for one in wanted.comparison.candidates] == [
        {"speed": 1200.0},
        {"speed": 1300.0},
    ]
    assert wanted.comparison.candidates[0].name == "Speed set-point 1200 rpm"
    assert wanted.comparison.always_replaced == {"speed": 1200.0}


def test_command_of_another_asset_is_not_modelled(site: SiteDocument) -> None:
    error = refusal({"command": {**COMMAND, "command_id": "V-101.set_position"}}, site)
    assert (error.code, error.status) == ("COMMAND_NOT_MODELLED", 409)
    assert error.expected == "an input that is bound to /demo/V-101/position"


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({}, "WHAT_IF_INVALID", "candidates"),
        ({"candidates": [SLOWER], "command": COMMAND}, "WHAT_IF_INVALID", "candidates"),
        ({"candidates": []}, "WHAT_IF_INVALID", "candidates"),
        ({"candidates": [SLOWER] * (MOST_CANDIDATES + 1)}, "WHAT_IF_INVALID", "candidates"),
        ({"candidates": SLOWER}, "WHAT_IF_INVALID", "candidates"),
        ({"candidates": ["speed"]}, "WHAT_IF_INVALID", "candidates.0"),
        ({"candidates": [{"name": "", **SLOWER}]}, "WHAT_IF_INVALID", "candidates.0.name"),
        ({"candidates": [{}]}, "RUN_REQUEST_INVALID", "candidates.0.inputs"),
        (
            {"candidates": [SLOWER, {"inputs": {"speed": 9000}}]},
            "RUN_REQUEST_INVALID",
            "candidates.1.inputs.speed",
        ),
        (
            {"candidates": [{"inputs": {"wear": 0.1}}]},
            "RUN_REQUEST_INVALID",
            "candidates.0.inputs.wear",
        ),
        ({"command": "set_speed"}, "WHAT_IF_INVALID", "command"),
        ({"command": {"command_id": "P-101.stop", "values": [1]}}, "UNKNOWN_COMMAND", ""),
        ({"command": {**COMMAND, "values": 1200}}, "WHAT_IF_INVALID", "command.values"),
        (
            {"command": {**COMMAND, "values": [1200, "fast"]}},
            "RUN_REQUEST_INVALID",
            "command.values.1",
        ),
        ({"candidates": [SLOWER], "objective": "power"}, "WHAT_IF_INVALID", "objective"),
        (
            {"candidates": [SLOWER], "objective": {"variable": "head", "direction": "minimise"}},
            "WHAT_IF_INVALID",
            "objective.variable",
        ),
        (
            {"candidates": [SLOWER], "objective": {"variable": "power", "direction": "least"}},
            "WHAT_IF_INVALID",
            "objective.direction",
        ),
        ({"candidates": [SLOWER], "idempotency_key": 7}, "RUN_REQUEST_INVALID", "idempotency_key"),
    ],
)
def test_wrong_request_is_refused_where_it_is_wrong(
    body: dict[str, Any], code: str, where: str, site: SiteDocument
) -> None:
    error = refusal(body, site)
    assert (error.code, error.where) == (code, where)


def test_requests_that_differ_in_anything_have_other_digests(site: SiteDocument) -> None:
    bodies: list[dict[str, Any]] = [
        {"candidates": [SLOWER]},
        {"candidates": [{"name": "slow", **SLOWER}]},
        {"command": {**COMMAND, "values": [1200]}},
        {"candidates": [SLOWER], "objective": {"variable": "power", "direction": "minimise"}},
        {"candidates": [SLOWER], "objective": {"variable": "power", "direction": "maximise"}},
    ]
    digests = {WhatIfRequest.from_body(MODEL | one, site).digest for one in bodies}
    assert len(digests) == len(bodies)


def latest(level: float) -> dict[str, LatestValue]:
    found = {"P-101/speed": 1000.0, "P-101/motor_temperature": 60.0, "T-101/level": level}
    return {
        f"/demo/{name}": LatestValue(f"/demo/{name}", value, "", "GOOD", NOW - 1, 1.0, False)
        for name, value in found.items()
    }


def test_all_rules_that_a_set_point_breaks_are_told(site: SiteDocument) -> None:
    command = site.command_by_id["P-101.set_speed"]
    point = SetPoint(value=1000.0, time=NOW - 1)
    assert violations(command, 1100.0, latest=latest(2.0), previous=(point,), now=NOW) == ()
    found = violations(command, 1700.0, latest=latest(0.1), previous=(point,), now=NOW)
    codes = [one.code for one in found]
    assert codes == ["COMMAND_OUT_OF_RANGE", "COMMAND_TOO_FAST", "COMMAND_INTERLOCKED"]
    assert found[0].expected == "0 to 1600 rpm"


def test_comparison_is_read_back_as_it_was_written() -> None:
    comparison = Comparison(
        (Candidate("slow", {"speed": 1200.0}, (Violation("C", "m", "f", "e"),)),),
        "P-101.set_speed",
        Objective("power", "minimise"),
    ).with_reasons([(Reason("PREDICTION_DRIFTING", "text"),)])
    assert Comparison.from_raw(json.loads(json.dumps(comparison.to_raw()))) == comparison


def test_each_case_has_what_it_replaces_and_the_rest_as_measured() -> None:
    comparison = Comparison((Candidate("now", {}), Candidate("slow", {"speed": 1200.0})))
    measured = {"speed": 1450.0, "head": 2.7}
    assert case_inputs(comparison, measured) == (measured, {"speed": 1200.0, "head": 2.7})


def test_limits_are_ranges_of_outputs_and_alarms_of_what_the_model_knows(
    model: SimulationModel, site: SiteDocument
) -> None:
    found = {(one.variable, one.comparison, one.threshold) for one in limits_of(model, site)}
    assert found == {
        *[("flow", "<", 0.0), ("flow", ">", 60.0)],
        *[("power", "<", 0.0), ("power", ">", 18.0)],
    }
    tank = next(one for one in site.alarms if one.id == "T-101.low_level")
    inputs = (*model.inputs, ("level", tank.signal))
    bound = SimulationModel(**{**vars(model), "inputs": inputs})
    alarms = [one for one in limits_of(bound, site) if one.alarm_id]
    assert {one.alarm_id for one in alarms} == {"T-101.low_level", "T-101.high_level"}
    (low,) = breaches(alarms, {"level": 0.5}, {})
    assert (low.limit.alarm_id, low.by_value) == ("T-101.low_level", True)


def test_interval_breaks_an_alarm_but_not_the_range_of_an_instrument(
    model: SimulationModel, site: SiteDocument
) -> None:
    limits = limits_of(model, site)
    assert breaches(limits, {}, {"flow": output(59.8), "power": output(4.0)}) == ()
    (beyond,) = breaches(limits, {}, {"flow": output(60.1), "power": output(4.0)})
    assert beyond.by_value
    (limit,) = [one for one in limits if (one.variable, one.comparison) == ("flow", ">")]
    alarm = type(limit)(**{**vars(limit), "alarm_id": "P-101.high_flow"})
    assert breaches([alarm], {}, {"flow": output(59.8)}) == (Breach(alarm, False),)


def outcome(index: int, power: float, **told: Any) -> Outcome:  # noqa: ANN401 - parts of an outcome
    parts = {name: told.pop(name) for name in ("violations", "reasons") if name in told}
    candidate = Candidate(f"c{index}", {"speed": 1000.0 + index}, **parts)
    return Outcome(index, candidate, candidate.inputs, {"power": output(power)}, **told)


def test_what_is_forbidden_comes_after_what_is_not_and_then_the_objective_decides(
    model: SimulationModel, site: SiteDocument
) -> None:
    limit = limits_of(model, site)[0]
    refused = Outcome(0, Candidate("c0", {}), {}, error={"code": "MODEL_RUN_DIVERGED"})
    all_of_them = [
        refused,
        outcome(1, 1.0, violations=(Violation("COMMAND_TOO_FAST", "too fast"),)),
        outcome(2, 1.5, breaches=(Breach(limit, True),)),
        outcome(3, 2.0, reasons=(Reason("PREDICTION_OUTSIDE_TRAINING", "outside"),)),
        outcome(4, 2.5, breaches=(Breach(limit, False),)),
        outcome(5, 4.0),
        outcome(6, 3.0),
    ]
    order = [one.index for one in ranked(all_of_them, Objective("power", "minimise"))]
    assert order == [6, 5, 4, 3, 2, 1, 0]
    most = [one.index for one in ranked(all_of_them, Objective("power", "maximise"))]
    assert most == [5, 6, 4, 3, 2, 1, 0]
    equal = [one.index for one in ranked(all_of_them, None)]
    assert equal == [5, 6, 4, 3, 2, 1, 0]
