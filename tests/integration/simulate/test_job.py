"""One run in the job's own interpreter: its output, or a typed error and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.simulate.conftest import INPUTS, RUN, Ended, SimulationJob
from tests.integration.simulate.onnx_file import linear

pytestmark = [pytest.mark.container]


@pytest.fixture(scope="session")
def nominal(job: SimulationJob, fmu: bytes) -> Ended:
    return job.run(fmu)


def test_every_output_has_a_value_within_its_interval(nominal: Ended) -> None:
    outputs = nominal.outputs
    assert set(outputs) == {"flow", "power"}
    for bounds in outputs.values():
        assert 0 < bounds["lower"] < bounds["value"] < bounds["upper"]
    assert set(nominal.files) == {"output.json", "trajectory.json"}


def test_values_are_those_of_the_pump_worked_by_hand(nominal: Ended) -> None:
    """H = 2.7 bar / (998.2 · 9.80665) = 27.582 m; Q = √((36 (1 - 0.25 · 0.05) - H) / 8) · 40."""
    flow = ((36 * (1 - 0.25 * 0.05) - 270_000 / (998.2 * 9.80665)) / 8) ** 0.5 * 40
    load = flow / 40
    efficiency = 0.72 * (1 - (load - 1) ** 2) * (1 - 0.2 * 0.05)
    power = 270_000 * flow / 3600 / efficiency / 1000 / 0.91 + 0.12
    assert nominal.outputs["flow"]["value"] == pytest.approx(flow)
    assert nominal.outputs["power"]["value"] == pytest.approx(power)


def test_a_pump_that_stands_still_delivers_nothing(job: SimulationJob, fmu: bytes) -> None:
    """A stand-by pump may read a little less behind its check valve than before it."""
    standing = {"speed": 0.0, "suction_pressure": 0.2, "discharge_pressure": 0.198}
    for bounds in job.run(fmu, inputs=standing).outputs.values():
        assert bounds["lower"] == bounds["value"] == bounds["upper"] == 0


def test_interval_of_the_flow_is_that_of_the_wear(nominal: Ended) -> None:
    """Q falls with the wear alone: its quantiles are Q at 0.05 ± 1.645 · 0.02, within sampling."""

    def flow(wear: float) -> float:
        spare = 36 * (1 - 0.25 * wear) - 270_000 / (998.2 * 9.80665)
        return float(40 * (spare / 8) ** 0.5)

    width = flow(0.05 - 1.645 * 0.02) - flow(0.05 + 1.645 * 0.02)
    found = nominal.outputs["flow"]
    assert found["upper"] - found["lower"] == pytest.approx(width, rel=0.25)


def test_output_names_the_input_that_it_is_of(nominal: Ended, job: SimulationJob) -> None:
    digest = nominal.files["output.json"]["input_digest"]
    assert len(digest) == 64


def test_equal_inputs_give_equal_bytes(nominal: Ended, job: SimulationJob, fmu: bytes) -> None:
    assert job.run(fmu).files == nominal.files


def test_candidates_are_run_on_their_own_and_with_the_same_samples(
    nominal: Ended, job: SimulationJob, fmu: bytes
) -> None:
    faster = {**INPUTS, "speed": 1500.0}
    ended = job.run(fmu, candidates=[INPUTS, {**INPUTS, "blades": 7.0}, faster, INPUTS])
    assert ended.exit_code == 0, ended.log
    first, refused, second, again = ended.files["output.json"]["candidates"]
    assert refused["error"]["code"] == "MODEL_VARIABLE_UNKNOWN"
    assert first == again, "what one leaves behind changes nothing of the next"
    assert second["outputs"]["flow"]["value"] > first["outputs"]["flow"]["value"]
    assert first["outputs"]["flow"]["value"] == nominal.outputs["flow"]["value"]
    cases = ended.files["trajectory.json"]["cases"]
    assert cases[1] is None
    assert cases[0]["outputs"]["flow"][-1] == first["outputs"]["flow"]["value"]
    assert (cases[0]["seconds"][0], cases[0]["seconds"][-1]) == (0.0, 60.0)


def test_course_of_a_long_run_is_thinned_to_what_a_chart_has_room_for(
    job: SimulationJob, fmu: bytes
) -> None:
    ended = job.run(fmu, horizon_seconds=1000.5)
    (case,) = ended.files["trajectory.json"]["cases"]
    assert 120 < len(case["seconds"]) <= 240
    assert (case["seconds"][0], case["seconds"][-1]) == (0.0, 1000.5)
    assert len(case["outputs"]["flow"]) == len(case["seconds"])
    assert case["outputs"]["flow"][-1] == ended.outputs["flow"]["value"]


def test_stated_certainty_narrows_the_interval(
    nominal: Ended, job: SimulationJob, fmu: bytes
) -> None:
    certain = [
        {"name": "wear", "value": 0.05, "standard_uncertainty": 0.0},
        {"name": "efficiency_best", "value": 0.72, "standard_uncertainty": 0.0},
    ]
    for name, bounds in job.run(fmu, parameters=certain).outputs.items():
        assert bounds["lower"] == bounds["value"] == bounds["upper"]
        assert bounds["value"] == nominal.outputs[name]["value"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_input_that_is_no_number_is_refused(job: SimulationJob, fmu: bytes, number: float) -> None:
    error = job.run(fmu, inputs={**INPUTS, "speed": number}).error
    assert error["code"] == "JOB_INPUT_CORRUPT"
    assert "no finite number" in error["found"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"inputs": {**INPUTS, "spede": 1450.0}}, "spede"),
        ({"outputs": ["flow", "torque"]}, "torque"),
        ({"parameters": [{"name": "age", "value": 1.0, "standard_uncertainty": 0.0}]}, "age"),
    ],
)
def test_variable_that_the_model_lacks_is_named(
    job: SimulationJob, fmu: bytes, changes: dict[str, Any], named: str
) -> None:
    error = job.run(fmu, **changes).error
    assert (error["code"], error["found"]) == ("MODEL_VARIABLE_UNKNOWN", named)
    assert "discharge_pressure" in error["expected"]


def test_changed_model_is_not_run(job: SimulationJob, fmu: bytes) -> None:
    error = job.run(fmu + b"\0", sha256="ab" * 32).error
    assert (error["code"], error["expected"]) == ("JOB_INPUT_CORRUPT", "ab" * 32)


def test_missing_model_is_named(job: SimulationJob, fmu: bytes) -> None:
    artefact = {"key": "models/gone/pump.fmu", "sha256": "ab" * 32}
    error = job.run(fmu, artefact=artefact).error
    assert error["code"] == "JOB_INPUT_MISSING"
    assert "models/gone/pump.fmu" in error["message"]


def without(fmu: bytes, prefix: str, replacement: bytes | None = None) -> bytes:
    """Return the FMU without the files of a prefix, or with other content in them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(fmu)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if not name.startswith(prefix):
                new.writestr(name, old.read(name))
            elif replacement is not None:
                new.writestr(name, replacement)
    return target.getvalue()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no archive": lambda _: b"not an FMU",
    "cut off": lambda fmu: fmu[: len(fmu) // 2],
    "empty": lambda _: b"",
    "no description": lambda fmu: without(fmu, "modelDescription.xml"),
    "description is no XML": lambda fmu: without(fmu, "modelDescription.xml", b"<fmi"),
    "description of nothing": lambda fmu: without(fmu, "modelDescription.xml", b"<a/>"),
    "not of FMI": lambda fmu: without(
        fmu, "modelDescription.xml", b'<fmiModelDescription fmiVersion="2.0"/>'
    ),
    "no binary": lambda fmu: without(fmu, "binaries/linux64"),
    "binary is none": lambda fmu: without(fmu, "binaries/linux64", b"\x7fELF"),
    "no source": lambda fmu: without(fmu, "resources/pump.py"),
    "source is broken": lambda fmu: without(fmu, "resources/pump.py", b"class Pump(:"),
}


CODES = {
    **dict.fromkeys(("no archive", "cut off", "empty", "no description"), "MODEL_KIND_UNKNOWN"),
    "description is no XML": "MODEL_DESCRIPTION_INVALID",
    "description of nothing": "MODEL_DESCRIPTION_INVALID",
    "not of FMI": "MODEL_DESCRIPTION_INVALID",
    "no binary": "MODEL_PLATFORM_MISSING",
    "binary is none": "MODEL_LIBRARY_MISSING",
    "no source": "MODEL_CRASHED",  # pythonfmu does not look whether it is there
    "source is broken": "MODEL_BROKEN",
}


@pytest.mark.parametrize("name", DAMAGES)
def test_file_that_is_no_model_is_refused(job: SimulationJob, fmu: bytes, name: str) -> None:
    assert job.run(DAMAGES[name](fmu)).error["code"] == CODES[name]


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{}", '{"inputs": {"speed": 1e999}}'])
def test_input_that_is_none_is_refused(job: SimulationJob, text: str) -> None:
    assert job.run_text(text, {}).error["code"] == "JOB_INPUT_CORRUPT"


def test_missing_input_is_refused(job: SimulationJob) -> None:
    error = job.run_text(None, {}).error
    assert error["code"] == "JOB_INPUT_MISSING"
    assert f"{RUN}/input.json" in error["message"]


def test_step_and_horizon_of_a_steady_model_do_not_change_its_result(
    job: SimulationJob, fmu: bytes, nominal: Ended
) -> None:
    one = job.run(fmu, horizon_seconds=1.0, step_seconds=0.5).outputs
    assert one["flow"]["value"] == nominal.outputs["flow"]["value"]


@pytest.mark.parametrize("options", [(), ("--input", "s3://b/k")])
def test_incomplete_command_is_refused(job: SimulationJob, options: tuple[str, ...]) -> None:
    done = job.execute(*options)
    assert done.returncode == 2
    assert "--output" in done.stderr


DEADLY = b"""
import os, signal
from pythonfmu import Fmi2Causality, Fmi2Slave, Real


class Pump(Fmi2Slave):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        os.kill(os.getpid(), signal.SIGSEGV)

    def do_step(self, current_time, step_size):
        return True
"""


def test_model_that_takes_its_process_down_is_refused(job: SimulationJob, fmu: bytes) -> None:
    error = job.run(without(fmu, "resources/pump.py", DEADLY)).error
    assert (error["code"], error["found"]) == ("MODEL_CRASHED", "SIGSEGV")


def test_jobs_end_well_every_time(job: SimulationJob, fmu: bytes) -> None:
    assert {job.run(fmu).exit_code for _ in range(10)} == {0}


PYTHON_MODEL = b"""
VARIABLES = [
    {"name": "gain", "causality": "parameter", "start": 1.0},
    {"name": "u", "causality": "input"},
    {"name": "y", "causality": "output"},
]


def step(state, inputs, parameters, dt_seconds):
    state = (state or 0.0) + dt_seconds * inputs["u"]
    return state, {"y": parameters["gain"] * state}
"""


def test_model_of_any_kind_runs_whatever_its_name(job: SimulationJob) -> None:
    """The integral of u over 60 s, and 2 x0 + 3 x1 + 1: the content tells what runs each."""
    gain = [{"name": "gain", "value": 2.0, "standard_uncertainty": 0.1}]
    found = job.run(PYTHON_MODEL, inputs={"u": 3.0}, outputs=["y"], parameters=gain).outputs["y"]
    assert found["value"] == pytest.approx(2.0 * 60 * 3.0)
    assert found["lower"] < 2.0 * 60 * 3.0 < found["upper"]

    graph = linear([[2.0], [3.0]], [1.0])
    inputs = {"x[0]": 1.0, "x[1]": 4.0}
    values = job.run(graph, inputs=inputs, outputs=["y"], parameters=[]).outputs
    assert values["y"]["value"] == pytest.approx(2.0 + 12.0 + 1.0)
