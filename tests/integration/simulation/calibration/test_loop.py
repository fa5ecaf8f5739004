"""Measured values of a worn pump to parameters that the next prediction uses, and back."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time

import pytest

from tests.integration.simulation.calibration.loop import CalibrationLoop
from twin.calibration.parameter_set import read_parameter_set
from twin_local.plc.physics.water import DENSITY

pytestmark = [pytest.mark.container, pytest.mark.slow]

FILES = {
    *("order.json", "samples.json", "decision.json", "parameters.json", "report.json"),
    *("report.html", "held_out.png", "residuals.png", "shifts.png", "innovations.png"),
}


def wear_of_next_prediction(loop: CalibrationLoop) -> float:
    run_id = loop.plane.start()["run_id"]
    loop.plane.prepare(run_id)
    values = {item["name"]: item["value"] for item in loop.plane.job_input(run_id)["parameters"]}
    return float(values["wear"])


def test_worn_pump_is_found_published_used_and_taken_back(loop: CalibrationLoop) -> None:
    loop.measure(wear=0.12)
    assert wear_of_next_prediction(loop) == 0.05
    found = loop.run(loop.start())

    assert found["state"] == "PUBLISHED"
    assert (found["champion"], found["published"]) == (0, 1)
    verdict = found["verdict"]
    assert [ground["reason"] for ground in verdict["grounds"]] == ["IMPROVES_ON_HELD_OUT"]
    shifts = {shift["name"]: shift for shift in verdict["shifts"]}
    assert abs(shifts["wear"]["after"] - 0.12) < 3 * shifts["wear"]["sigma"]
    assert abs(shifts["efficiency_best"]["after"] - 0.72) < 3 * shifts["efficiency_best"]["sigma"]
    assert shifts["wear"]["sigma"] < 0.005
    assert verdict["candidate_error"] < 1 < verdict["champion_error"]

    assert loop.names(found["calibration_id"]) == FILES
    stored = loop.read(found["calibration_id"], "parameters.json")
    assert hashlib.sha256(stored).hexdigest() == verdict["candidate_version"]
    published = loop.active().parameters
    assert published is not None
    assert (published.number, published.version) == (1, verdict["candidate_version"])
    read = read_parameter_set(stored.decode(), published.version)
    assert read.values() == {item.name: item.value for item in published.parameters}
    assert published.training_box["speed"].low < 1400 < published.training_box["speed"].high
    told = [kind for kind, _ in loop.plane.others]
    assert told == ["ModelActivated", "CalibrationEnded"]
    assert wear_of_next_prediction(loop) == shifts["wear"]["after"]

    done = [loop.predicted(number, off=9.0) for number in range(1, 13)]
    assert done == ["REMEMBERED"] * 11 + ["ROLLED_BACK"]
    assert loop.active().parameters is None
    assert wear_of_next_prediction(loop) == 0.05
    ended = loop.get(found["calibration_id"])
    assert ended["rolled_back_at"] is not None
    assert "above the bound" in ended["rollback_reason"]
    kind, change = [one for one in loop.plane.others if one[0] == "ModelActivated"][-1]
    assert (kind, change["reason"], change["number"]) == ("ModelActivated", "rollback", 0)


def test_report_is_one_page_that_names_everything(loop: CalibrationLoop) -> None:
    loop.measure(wear=0.12)
    found = loop.run(loop.start())
    path = {"calibration_id": found["calibration_id"]}
    status, report = loop.call("GET", "/calibrations/{calibration_id}/report", path=path)
    assert status == 200
    assert {file["name"] for file in report["files"]} == FILES - {
        "order.json",
        "samples.json",
        "decision.json",
    }
    page = loop.read(found["calibration_id"], "report.html").decode()
    assert "<script" not in page
    assert page.count("data:image/png;base64,") == 4
    data = json.loads(loop.read(found["calibration_id"], "report.json"))
    for digest in (data["candidate_version"], data["model_digest"], data["image_digest"]):
        assert digest in page
    assert [entry["share"] for entry in data["after"]["coverages"]] != []
    assert data["drift"]["champion"]["is_drifting"] is True
    assert data["drift"]["candidate"]["is_drifting"] is False


def test_good_parameters_are_not_replaced(loop: CalibrationLoop) -> None:
    loop.measure(wear=0.05)
    found = loop.run(loop.start())
    assert found["state"] == "REFUSED"
    assert found["error"] is None
    assert [one["reason"] for one in found["verdict"]["grounds"]] == ["NOT_BETTER_ON_HELD_OUT"]
    assert loop.active().parameters is None


def test_interval_that_claims_too_much_is_refused(loop: CalibrationLoop) -> None:
    """The plant becomes much noisier in the held-out part: learned intervals do not cover it."""

    def noisier(index: int, moment: object) -> dict[str, float]:
        values = dict(moment.values)  # type: ignore[attr-defined]
        if index >= 252:
            values["flow"] += 0.6 * (-1) ** index
        return values

    loop.measure(wear=0.12, change=noisier)
    found = loop.run(loop.start())
    assert found["state"] == "REFUSED"
    assert "INTERVAL_OVERCONFIDENT" in {one["reason"] for one in found["verdict"]["grounds"]}
    assert loop.active().parameters is None


def test_water_that_the_model_does_not_know_ends_up_in_the_wear(loop: CalibrationLoop) -> None:
    """Warm water is lighter than the model's: predictions are right, the wear is not the true one.

    The stated sigma is that of the data; an error of the model's structure is not in it.
    """
    loop.measure(wear=0.05, density=DENSITY)
    found = loop.run(loop.start())
    assert found["state"] == "PUBLISHED"
    verdict = found["verdict"]
    assert verdict["candidate_error"] < 0.5 * verdict["champion_error"]
    wear = {shift["name"]: shift for shift in verdict["shifts"]}["wear"]
    assert wear["after"] - 0.05 > 3 * wear["sigma"]


def test_killed_job_decides_nothing_and_does_the_same_again(loop: CalibrationLoop) -> None:
    loop.measure(wear=0.12)
    calibration_id = loop.start()
    told = loop.window(calibration_id)
    process = loop.job(told["command"])
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert loop.names(calibration_id) == {"order.json", "samples.json"}
    assert loop.get(calibration_id)["state"] == "RUNNING"

    answers = []
    for _ in range(2):
        again = loop.job(loop.window(calibration_id)["command"])
        log, _ = again.communicate()
        assert again.returncode == 0, log
        answers.append([loop.read(calibration_id, name) for name in sorted(FILES)])
    assert answers[0] == answers[1]
    assert loop.decide(calibration_id)["state"] == "PUBLISHED"
    assert loop.decide(calibration_id)["state"] == "PUBLISHED"
    published = loop.active().parameters
    assert published is not None and published.number == 1
