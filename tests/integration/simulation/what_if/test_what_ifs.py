"""Candidates from the request to their ranking, and the course that a run took."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.integration.simulation.job_results import finish_job
from tests.integration.simulation.plane import MEASURED, SimulationPlane
from tests.integration.simulation.what_if.conftest import LEVEL, WhatIfs
from twin.simulation.errors import RunFailed
from twin.simulation.job import JobInput

COMMAND = {"command_id": "P-101.set_speed", "values": [1200, 1700, 1300]}
LEAST_POWER = {"variable": "power", "direction": "minimise"}


def bounds(value: float) -> dict[str, float]:
    return {"value": value, "lower": value - 1, "upper": value + 1}


def finish(what_ifs: WhatIfs, run_id: str, candidates: list[dict[str, Any]]) -> None:
    """Do the steps around the job, and write what the job would."""
    plane = what_ifs.plane
    plane.prepare(run_id)
    digest = {"input_digest": JobInput.from_mapping(plane.job_input(run_id)).digest}
    cases = [
        {"seconds": [0.0, 60.0], "outputs": {"flow": [0.0, 40.0], "power": [0.0, 4.0]}}
        if "outputs" in one
        else None
        for one in candidates
    ]
    plane.write(run_id, "trajectory.json", digest | {"cases": cases})
    plane.write(run_id, "output.json", digest | {"outputs": {}, "candidates": candidates})
    plane.publish(run_id)


def result(flow: float, power: float) -> dict[str, Any]:
    return {"outputs": {"flow": bounds(flow), "power": bounds(power)}}


def test_set_points_are_run_at_once_and_ranked(what_ifs: WhatIfs) -> None:
    started = what_ifs.start(command=COMMAND, objective=LEAST_POWER)
    run_id, plane = started["run"]["run_id"], what_ifs.plane
    assert (started["run"]["kind"], started["command_id"]) == ("what_if", "P-101.set_speed")
    assert [one["rank"] for one in started["outcomes"]] == [None, None, None]
    assert len(plane.executions()) == 1, "one run, whatever it compares"
    finish(what_ifs, run_id, [result(25, 4.0), result(50, 9.0), result(30, 3.0)])

    status, answer = what_ifs.get(run_id)
    assert (status, answer["run"]["state"]) == (200, "SUCCEEDED")
    assert [(one["rank"], one["index"]) for one in answer["outcomes"]] == [(1, 2), (2, 0), (3, 1)]
    best, _, worst = answer["outcomes"]
    assert best["name"] == "Speed set-point 1300 rpm"
    assert best["inputs"] == {**MEASURED, "speed": 1300.0}
    assert best["outputs"]["flow"]["value"] == 30 and best["violations"] == []
    (violation,) = worst["violations"]
    assert (violation["code"], violation["found"]) == ("COMMAND_OUT_OF_RANGE", "1700 rpm")
    assert plane.latest() == {}, "nothing of it stands beside the measured values"
    assert plane.states(run_id) == ["QUEUED", "RUNNING", "SUCCEEDED"]


def test_job_gets_every_candidate_with_the_measured_inputs(what_ifs: WhatIfs) -> None:
    candidates = [{"inputs": {}}, {"inputs": {"speed": 1200}}]
    run_id = what_ifs.start(candidates=candidates)["run"]["run_id"]
    what_ifs.plane.prepare(run_id)
    job = what_ifs.plane.job_input(run_id)
    assert job["candidates"] == [MEASURED, {**MEASURED, "speed": 1200.0}]


def test_input_that_every_candidate_replaces_need_not_be_measured(
    silent_plane: SimulationPlane,
) -> None:
    for name, value in MEASURED.items():
        if name != "speed":
            silent_plane.measure(name, value)
    what_ifs = WhatIfs(silent_plane)
    started = what_ifs.start(candidates=[{"inputs": {"speed": 900}}, {"inputs": {"speed": 1000}}])
    silent_plane.prepare(started["run"]["run_id"])
    run = silent_plane.get(started["run"]["run_id"])
    assert (run["state"], "speed" in run["inputs"]) == ("RUNNING", False)


def test_rules_of_commands_are_those_of_the_moment(what_ifs: WhatIfs) -> None:
    time.sleep(0.01)
    what_ifs.measure(LEVEL, 0.2)
    (outcome,) = what_ifs.start(command={**COMMAND, "values": [1200]})["outcomes"]
    codes = [one["code"] for one in outcome["violations"]]
    assert codes == ["COMMAND_INTERLOCKED"]
    (free,) = what_ifs.start(candidates=[{"inputs": {"speed": 1200}}])["outcomes"]
    assert free["violations"] == [], "no command, no rules"


def test_candidate_that_the_model_refuses_is_the_last_and_says_why(what_ifs: WhatIfs) -> None:
    run_id = what_ifs.start(command=COMMAND)["run"]["run_id"]
    said = {"code": "MODEL_RUN_DIVERGED", "message": "power left its range"}
    finish(what_ifs, run_id, [{"error": said}, result(50, 9), result(30, 3)])
    outcomes = what_ifs.get(run_id)[1]["outcomes"]
    assert [one["index"] for one in outcomes] == [2, 1, 0]
    assert (outcomes[2]["error"], outcomes[2]["outputs"]) == (said, {})
    status, refused = what_ifs.course(run_id, 0)
    assert (status, refused["code"]) == (404, "RUN_TRAJECTORY_UNKNOWN")


def test_result_that_lacks_a_candidate_is_not_published(what_ifs: WhatIfs) -> None:
    run_id = what_ifs.start(command=COMMAND)["run"]["run_id"]
    with pytest.raises(RunFailed, match="did not run each candidate"):
        finish(what_ifs, run_id, [result(30, 3)])
    assert what_ifs.get(run_id)[1]["run"]["state"] == "RUNNING"


def test_repeated_request_is_the_same_run_and_another_one_is_refused(what_ifs: WhatIfs) -> None:
    first = what_ifs.start(command=COMMAND, idempotency_key="k")
    assert what_ifs.start(command=COMMAND, idempotency_key="k")["run"] == first["run"]
    status, refused = what_ifs.ask(command=COMMAND, objective=LEAST_POWER, idempotency_key="k")
    assert (status, refused["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_run_that_compares_nothing_is_no_what_if(what_ifs: WhatIfs) -> None:
    run_id = what_ifs.plane.start(kind="what_if", inputs={"speed": 1200})["run_id"]
    status, refused = what_ifs.get(run_id)
    assert (status, refused["code"]) == (404, "WHAT_IF_UNKNOWN")
    status, refused = what_ifs.get("r-9")
    assert (status, refused["code"]) == (404, "RUN_UNKNOWN")


def test_course_is_by_signal_and_of_the_case_that_is_asked_for(what_ifs: WhatIfs) -> None:
    run_id = what_ifs.start(command=COMMAND)["run"]["run_id"]
    status, early = what_ifs.course(run_id)
    assert (status, early["code"], early["found"]) == (404, "RUN_TRAJECTORY_UNKNOWN", "QUEUED")
    finish(what_ifs, run_id, [result(25, 4), result(50, 9), result(30, 3)])
    status, body = what_ifs.course(run_id, 2)
    assert (status, body["candidate"], body["seconds"]) == (200, 2, [0.0, 60.0])
    flow = next(one for one in body["outputs"] if one["variable"] == "flow")
    assert (flow["alias"], flow["unit"], flow["values"]) == (
        *("/demo/P-101/flow", "m³/h"),
        [0.0, 40.0],
    )
    speed = next(one for one in body["inputs"] if one["variable"] == "speed")
    assert (speed["alias"], speed["value"]) == ("/demo/P-101/speed", 1300.0)
    status, refused = what_ifs.course(run_id, 3)
    assert (status, refused["expected"]) == (404, "0 to 2")


def test_image_that_keeps_no_course_says_so(what_ifs: WhatIfs) -> None:
    plane = what_ifs.plane
    run_id = plane.start(kind="what_if", inputs={"speed": 1200})["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    plane.publish(run_id)
    status, refused = what_ifs.course(run_id)
    assert (status, refused["found"]) == (404, "no trajectory.json")


def test_single_run_has_one_case(what_ifs: WhatIfs) -> None:
    plane = what_ifs.plane
    run_id = plane.start(kind="what_if", inputs={"speed": 1200})["run_id"]
    plane.prepare(run_id)
    digest = {"input_digest": JobInput.from_mapping(plane.job_input(run_id)).digest}
    case = {"seconds": [0.0], "outputs": {"flow": [40.0], "power": [4.0]}}
    plane.write(run_id, "trajectory.json", digest | {"cases": [case]})
    finish_job(plane, run_id)
    plane.publish(run_id)
    status, body = what_ifs.course(run_id)
    assert (status, body["inputs_at"]) == (200, plane.get(run_id)["inputs_at"])
