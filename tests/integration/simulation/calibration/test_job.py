"""The job alone, with models made for the purpose: a run in the job's own interpreter."""

from __future__ import annotations

import hashlib
import json
import math
import random
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import MODELS_BUCKET
from twin.recalibration.order import CalibrationOrder, StoredObject
from twin.recalibration.samples import Samples
from twin.simulation.job import Artefact
from twin.site_calibration import EstimatedParameter, ModelCalibration, ObservedOutput
from twin.site_document import Parameter
from twin_runtime import clients

pytestmark = [pytest.mark.container, pytest.mark.slow]

COUNT, SECONDS = 200, 10.0
GAIN = """
STEP_SECONDS = 1.0
VARIABLES = [
    {"name": "a", "causality": "parameter", "start": 1.0},
    {"name": "b", "causality": "parameter", "start": 1.0},
    {"name": "u", "causality": "input", "start": 1.0},
    {"name": "y", "causality": "output"},
]


def step(state, inputs, parameters, dt_seconds):
    return state, {"y": EXPRESSION}
"""
LAG = """
import math

STEP_SECONDS = 1.0
VARIABLES = [
    {"name": "a", "causality": "parameter", "start": 1.0},
    {"name": "b", "causality": "parameter", "start": 60.0},
    {"name": "u", "causality": "input", "start": 0.0},
    {"name": "y", "causality": "output"},
]


def step(state, inputs, parameters, dt_seconds):
    state = state or 0.0
    share = 1 - math.exp(-dt_seconds / parameters["b"])
    state += share * (parameters["a"] * inputs["u"] - state)
    return state, {"y": state}
"""


def calibration(
    loop: CalibrationLoop,
    *bounds: EstimatedParameter,
    **more: Any,  # noqa: ANN401
) -> ModelCalibration:
    settings = loop.plane.model.calibration
    assert settings is not None
    return replace(
        settings,
        parameters=bounds,
        outputs=(ObservedOutput("y", "/demo/P-101/flow", 0.02),),
        operating_range=(),
        sample_seconds=SECONDS,
        minimum_samples=60,
        longest_gap_seconds=100.0,
        **more,
    )


def run(
    loop: CalibrationLoop,
    source: str,
    settings: ModelCalibration,
    samples: Samples,
    champion: tuple[Parameter, ...],
    fleet: tuple[bytes, ...] = (),
) -> tuple[int, dict[str, Any]]:
    """Run the job; return its exit code with the decision, or with the error."""

    def put(key: str, content: bytes) -> StoredObject:
        clients.s3().put_object(Bucket=MODELS_BUCKET, Key=key, Body=content)
        return StoredObject(key, hashlib.sha256(content).hexdigest())

    model = put("models/x/model.py", source.encode())
    order = CalibrationOrder(
        calibration_id="c-1",
        model_id="P-101.pump",
        asset="P-101",
        kind="python",
        artefact=Artefact(model.key, model.sha256),
        image_digest="",
        code_revision="",
        champion=champion,
        champion_version="",
        settings=settings,
        samples=put("calibrations/c-1/samples.json", samples.to_json().encode()),
        usable=len(samples.times),
        fleet=tuple(put(f"calibrations/f-{i}/p.json", one) for i, one in enumerate(fleet)),
        units={"y": "m"},
        horizon_seconds=1.0,
        step_seconds=1.0,
    )
    put("calibrations/c-1/order.json", order.to_json().encode())
    folder = f"s3://{MODELS_BUCKET}/calibrations/c-1/"
    process = loop.job(["--order", f"{folder}order.json", "--output", folder])
    log, _ = process.communicate()
    name = {0: "decision.json", 10: "error.json"}.get(process.returncode)
    assert name is not None, log
    if process.returncode:
        assert "decision.json" not in loop.names("c-1")
    return process.returncode, json.loads(loop.read("c-1", name))


def series(truth: Any, *, noise: float = 0.02) -> Samples:  # noqa: ANN401 - a function of u
    source = random.Random(3)
    inputs = [1.0 + 0.5 * math.sin(index / 9) for index in range(COUNT)]
    outputs = [truth(value) + source.gauss(0, noise) for value in inputs]
    times = [SECONDS * index for index in range(COUNT)]
    return Samples.of_series(times, {"u": list(inputs)}, {"y": list(outputs)})


A, B = EstimatedParameter("a", 0.1, 5.0, False, 0.5), EstimatedParameter("b", 0.1, 5.0, False, 0.5)
CHAMPION = (Parameter("a", 1.0, 0.5), Parameter("b", 1.0, 0.5))


def gain(expression: str) -> str:
    return GAIN.replace("EXPRESSION", expression)


def test_parameters_that_no_window_tells_apart_are_refused(loop: CalibrationLoop) -> None:
    source = gain('parameters["a"] * parameters["b"] * inputs["u"]')
    code, decision = run(loop, source, calibration(loop, A, B), series(lambda u: 1.5 * u), CHAMPION)
    assert code == 0
    verdict = decision["verdict"]
    assert verdict["is_accepted"] is False
    assert [one["reason"] for one in verdict["grounds"]] == ["PARAMETERS_NOT_IDENTIFIABLE"]
    assert "·a" in verdict["grounds"][0]["found"]


def test_parameter_that_runs_to_its_bound_is_refused(loop: CalibrationLoop) -> None:
    narrow = EstimatedParameter("a", 0.1, 1.2, False, 0.5)
    source = gain('parameters["a"] * inputs["u"]')
    code, decision = run(loop, source, calibration(loop, narrow), series(lambda u: 2 * u), CHAMPION)
    assert (code, decision["verdict"]["is_accepted"]) == (0, False)
    assert any("a at a bound" in one["found"] for one in decision["verdict"]["grounds"])


def test_model_that_diverges_is_told(loop: CalibrationLoop) -> None:
    source = gain('1e40 * parameters["a"] * inputs["u"]')
    code, error = run(loop, source, calibration(loop, A), series(lambda u: u), CHAMPION)
    assert (code, error["error"]["code"]) == (10, "CALIBRATION_DIVERGED")
    assert "a = 1" in error["error"]["found"]


def test_model_that_lacks_the_parameter_is_told(loop: CalibrationLoop) -> None:
    other = EstimatedParameter("z", 0.1, 5.0)
    champion = (*CHAMPION, Parameter("z", 1.0, 0.5))
    source = gain('parameters["a"] * inputs["u"]')
    code, error = run(loop, source, calibration(loop, other), series(lambda u: u), champion)
    assert (code, error["error"]["code"]) == (10, "MODEL_VARIABLE_UNKNOWN")


def test_samples_that_were_changed_are_not_used(loop: CalibrationLoop) -> None:
    source = gain('parameters["a"] * inputs["u"]')
    run(loop, source, calibration(loop, A), series(lambda u: 2 * u), CHAMPION)
    clients.s3().put_object(Bucket=MODELS_BUCKET, Key="calibrations/c-1/samples.json", Body=b"{}")
    folder = f"s3://{MODELS_BUCKET}/calibrations/c-1/"
    process = loop.job(["--order", f"{folder}order.json", "--output", folder])
    process.communicate()
    assert process.returncode == 10
    assert json.loads(loop.read("c-1", "error.json"))["error"]["code"] == "JOB_INPUT_CORRUPT"


def test_hidden_state_is_followed_from_the_known_start(loop: CalibrationLoop) -> None:
    """A lag of 40 s, told as 60 s: trajectories, of which the beginning is not compared."""
    source = random.Random(5)
    state, inputs, outputs = 5.0, [], []
    for index in range(COUNT):
        inputs.append(1.0 + 0.6 * math.sin(index / 5) + (0.5 if index % 40 < 20 else 0.0))
        outputs.append(state + source.gauss(0, 0.02))
        state += (1 - math.exp(-SECONDS / 40.0)) * (1.7 * inputs[-1] - state)
    samples = Samples.of_series(
        [SECONDS * index for index in range(COUNT)], {"u": list(inputs)}, {"y": list(outputs)}
    )
    lag = EstimatedParameter("b", 5.0, 500.0, True, 0.5)
    settings = calibration(loop, A, lag, response="dynamic", settle_seconds=300.0)
    champion = (Parameter("a", 1.0, 0.5), Parameter("b", 60.0, 30.0))
    code, decision = run(loop, LAG, settings, samples, champion)
    assert code == 0
    assert decision["verdict"]["is_accepted"] is True
    found = {one["name"]: one for one in decision["parameters"]}
    for name, truth in (("a", 1.7), ("b", 40.0)):
        assert abs(found[name]["value"] - truth) < 3 * found[name]["standard_uncertainty"]


def test_new_asset_starts_from_its_fleet(loop: CalibrationLoop) -> None:
    """Five sisters are near 2: the prior of the sixth is theirs, not the one of the site file."""
    source = gain('parameters["a"] * inputs["u"]')
    alone = calibration(loop, A)
    sets = []
    for index in range(5):
        slope = 1.9 + 0.05 * index
        run(loop, source, alone, series(lambda u, slope=slope: slope * u), CHAMPION)
        sets.append(loop.read("c-1", "parameters.json"))
    together = replace(alone, learns_from_fleet=True)
    code, _ = run(loop, source, together, series(lambda u: 2.05 * u), CHAMPION, tuple(sets))
    assert code == 0
    report = json.loads(loop.read("c-1", "report.json"))
    assert report["fleet_assets"] == 5
    assert "that of 5 assets of the fleet" in loop.read("c-1", "report.html").decode()
