"""Set-points that are tried in simulation instead of sent, in a running twin."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Twin

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]


def test_set_points_are_ranked_without_touching_the_plant(twin: Twin) -> None:
    before = twin.run("command", "list")["commands"]
    options = ("--command", "set_speed=1300,1700,1250", "--maximise", "flow")
    answer = twin.run("what-if", "P-101.pump", *options, role="operator")
    assert answer["run"]["state"] == "SUCCEEDED"
    best, second, last = answer["outcomes"]
    assert [one["inputs"]["speed"] for one in (best, second, last)] == [1300, 1250, 1700]
    assert best["outputs"]["flow"]["value"] > second["outputs"]["flow"]["value"]
    assert "COMMAND_OUT_OF_RANGE" in [one["code"] for one in last["violations"]]
    assert twin.run("command", "list")["commands"] == before, "nothing was commanded"

    run_id, place = answer["run"]["run_id"], str(best["index"])
    course = twin.run("run", "trajectory", run_id, "--candidate", place, role="viewer")
    flow = next(one for one in course["outputs"] if one["variable"] == "flow")
    assert flow["values"][-1] == best["outputs"]["flow"]["value"]
    assert course["seconds"][-1] == 60
