"""A what-if with the real model in the real job."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.simulation.what_if.conftest import WhatIfs

pytestmark = [pytest.mark.container]


def test_faster_pump_delivers_more_and_needs_more(
    served_what_ifs: WhatIfs, run_job: Callable[[list[str]], None]
) -> None:
    command = {"command_id": "P-101.set_speed", "values": [1500, 1400, 1450]}
    objective = {"variable": "power", "direction": "minimise"}
    run_id = served_what_ifs.start(command=command, objective=objective)["run"]["run_id"]
    run_job(served_what_ifs.plane.prepare(run_id)["command"])
    served_what_ifs.plane.publish(run_id)

    outcomes = served_what_ifs.get(run_id)[1]["outcomes"]
    assert [one["inputs"]["speed"] for one in outcomes] == [1400, 1450, 1500]
    flows = [one["outputs"]["flow"] for one in outcomes]
    assert [one["value"] for one in flows] == sorted(one["value"] for one in flows)
    assert all(one["lower"] < one["value"] < one["upper"] for one in flows)

    for outcome in outcomes:
        status, course = served_what_ifs.course(run_id, outcome["index"])
        assert (status, course["seconds"][0], course["seconds"][-1]) == (200, 0.0, 60.0)
        ends = {one["variable"]: one["values"][-1] for one in course["outputs"]}
        assert ends["flow"] == outcome["outputs"]["flow"]["value"], "the course ends in the result"
        assert len(course["outputs"][0]["values"]) == len(course["seconds"]) <= 240
