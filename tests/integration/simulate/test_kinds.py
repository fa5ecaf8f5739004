"""Every other kind of model in the image: Python, ONNX, reduced order, and one that is added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.integration.simulate.in_image import tell
from tests.integration.simulate.onnx_file import STRING, linear

pytestmark = [pytest.mark.container, pytest.mark.slow]

VARIABLES = """
VARIABLES = [
    {"name": "gain", "causality": "parameter", "start": 2.0},
    {"name": "u", "causality": "input", "start": 1.0},
    {"name": "y", "causality": "output", "maximum": 1000.0},
]
"""
FUNCTION = (
    VARIABLES
    + """
def step(state, inputs, parameters, dt_seconds):
    state = (state or 0.0) + dt_seconds * inputs["u"]
    return state, {"y": parameters["gain"] * state}
"""
)
CLASS = (
    VARIABLES
    + """
class Model:
    def __init__(self, parameters):
        self.gain, self.sum = parameters["gain"], 0.0

    def step(self, inputs, dt_seconds):
        self.sum += dt_seconds * inputs["u"]
        return {"y": self.gain * self.sum}
"""
)
RUNS = """
with open_model("python") as model:
    model.reset({"gain": 3.0})
    experiment = Experiment(0.5, 4, ("y", "u"))
    table = model.trajectory(experiment).tolist()
    state = model.save_state()
    once = model.end_values(experiment).tolist()
    model.load_state(state)
    again = model.end_values(experiment).tolist()
    rows = model.batch([{"u": 1e9}, {"v": 1.0}, {}], experiment)
    tell([table, once, again, [getattr(one, "code", None) for one in rows]])
"""


@pytest.mark.parametrize("source", [FUNCTION, CLASS])
def test_python_model_runs(repository_root: Path, tmp_path: Path, source: str) -> None:
    file = tmp_path / "model.py"
    file.write_text(source)
    table, once, again, codes = tell(repository_root, RUNS, file, tmp_path / "r")
    assert table == [[1.5 * index, 1.0] for index in range(5)]
    assert once == again == [12.0, 1.0]
    assert codes == ["MODEL_RUN_DIVERGED", "MODEL_VARIABLE_UNKNOWN", None]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x = 1", "MODEL_DESCRIPTION_INVALID"),
        ("VARIABLES = [dict(name='x')]", "MODEL_DESCRIPTION_INVALID"),
        ("VARIABLES = [{'name': 'x'}]", "MODEL_DESCRIPTION_INVALID"),
        ("VARIABLES = (", "MODEL_DESCRIPTION_INVALID"),
        (VARIABLES, "MODEL_DESCRIPTION_INVALID"),
        (f"{FUNCTION}\nraise SystemError", "MODEL_BROKEN"),
    ],
)
def test_python_file_that_is_no_model_is_refused(
    repository_root: Path, tmp_path: Path, source: str, code: str
) -> None:
    file = tmp_path / "model.py"
    file.write_text(source)
    code_found = "tell(refused(lambda: open_model('python'))['code'])"
    assert tell(repository_root, code_found, file, tmp_path / "r") == code


ONNX = """
with open_model("onnx") as model:
    experiment = Experiment(1.0, 1, ("y[0]", "y[1]"))
    rows = [{"x[0]": 1.0, "x[1]": 2.0}, {"x[2]": 1.0}, {"x[0]": float("nan")}]
    model.reset(rows[0])
    alone = model.end_values(experiment).tolist()
    told = [getattr(one, "code", None) or one.tolist() for one in model.batch(rows, experiment)]
    names = [item.name for item in model.describe().variables]
    tell([alone, told, names, model.describe().capabilities.can_batch])
"""


def test_onnx_graph_runs_alone_and_in_batches(repository_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(linear([[1, 2], [3, 4], [5, 6]], [0.5, -0.5]))
    alone, batch, names, can_batch = tell(repository_root, ONNX, file, tmp_path / "r")
    assert alone == [7.5, 9.5]
    assert batch == [[7.5, 9.5], [5.5, 5.5], "MODEL_STATE_NOT_FINITE"]
    assert names == ["x[0]", "x[1]", "x[2]", "y[0]", "y[1]"]
    assert can_batch


@pytest.mark.parametrize("damage", ["cut", "text", "empty"])
def test_onnx_file_that_is_none_is_refused(
    repository_root: Path, tmp_path: Path, damage: str
) -> None:
    whole = linear([[1.0]], [0.0])
    files = {"cut": whole[:-20], "text": linear([[1.0]], [0.0], element=STRING), "empty": b""}
    file = tmp_path / "model.onnx"
    file.write_bytes(files[damage])
    code = "tell(refused(lambda: open_model('onnx'))['code'])"
    assert tell(repository_root, code, file, tmp_path / "r") == "MODEL_DESCRIPTION_INVALID"


BUILD = """
from model_runtime.reduced_order import build_model, load_model, save_model
from scipy.stats import qmc

places = np.linspace(0, 1, 200)


def fields(parameters):
    return np.array([a * np.sin(3 * places * b) + b**2 for a, b in parameters])


parameters = 1 + qmc.Sobol(2, rng=1).random(64)
names = [f"t{index}" for index in range(200)]
model = build_model(parameters, fields(parameters), parameter_names=["a", "b"], output_names=names)
save_model(model, Path(sys.argv[1]))
truth = fields([[1.5, 1.4]])[0]
with open_model("rom") as runtime:
    description = runtime.describe()
    experiment = Experiment(1.0, 1, ("t0", "t199"))
    rows = runtime.batch([{"a": 1.5, "b": 1.4}, {"a": 1.2}], experiment)
    runtime.reset({"a": 1.5, "b": 1.4})
    alone = runtime.end_values(experiment)
    errors = np.abs(load_model(Path(sys.argv[1])).evaluate([[1.5, 1.4]])[0] - truth)
    tell({
        "modes": len(model.modes), "rows": [row.tolist() for row in rows], "alone": alone.tolist(),
        "truth": truth[[0, 199]].tolist(), "error": float(errors.max()),
        "held_out": description.held_out_error, "box": [description.training_box["a"].low > 1],
        "few": refused(lambda: build_model(
            parameters[:5], fields(parameters[:5]), parameter_names=["a", "b"], output_names=names
        ))["code"],
        "nan": refused(lambda: build_model(
            parameters * np.nan, fields(parameters), parameter_names=["a", "b"], output_names=names
        ))["code"],
    })
"""


def test_reduced_order_model_is_built_measured_and_run(
    repository_root: Path, tmp_path: Path
) -> None:
    told = tell(repository_root, BUILD, tmp_path / "model.npz", tmp_path / "r")
    assert told["modes"] < 10
    assert told["error"] < 0.02
    assert 0 < told["held_out"]["mean_relative"] < told["held_out"]["maximum_relative"] < 0.05
    assert told["rows"][0] == pytest.approx(told["alone"])
    assert told["alone"] == pytest.approx(told["truth"], abs=0.02)
    assert told["box"] == [True]
    assert told["few"] == told["nan"] == "MODEL_DESCRIPTION_INVALID"


def test_damaged_reduced_order_model_is_refused(repository_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    arrays: dict[str, Any] = {"rom": [1], "parameters": np.ones((3, 1)), "modes": np.ones((1, 2))}
    np.savez(file, **arrays)
    code = "tell(refused(lambda: open_model('rom'))['code'])"
    assert tell(repository_root, code, file, tmp_path / "r") == "MODEL_DESCRIPTION_INVALID"


KIND = """
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind


def recognises(file: ModelFile) -> bool:
    return file.head.startswith(b"constant ")


KIND = ModelKind("constant", "A number", "simulate", recognises, KindLimits(100, 256, 60))
"""
RUNTIME = """
import numpy as np
from model_runtime.experiment import ModelDescription
from model_runtime.runtime import ModelRuntime
from twin.simulation.manifest import Capabilities
from twin.simulation.variables import ModelVariable


class Constant(ModelRuntime):
    def __init__(self, value):
        self.value = value

    def describe(self):
        return ModelDescription((ModelVariable("y", "output"),), 1.0, "-", "-", Capabilities())

    def reset(self, start_values): ...
    def set_inputs(self, inputs): ...
    def step(self, step_seconds): ...

    def read(self, names):
        return np.full(len(names), self.value)


def open_model(file, folder):
    return Constant(float(file.read_text().split()[1]))
"""
ADDED = """
import simulate.runtimes, twin.simulation.kinds
from twin.simulation.kinds import kind_of
from twin.simulation.model_file import ModelFile

twin.simulation.kinds.__path__.append(str(Path(sys.argv[1]).parent / "kinds"))
simulate.runtimes.__path__.append(str(Path(sys.argv[1]).parent / "runtimes"))
kind = kind_of(ModelFile(Path(sys.argv[1])))
with open_model(kind.name) as model:
    model.reset({})
    tell([kind.name, model.end_values(Experiment(1.0, 3, ("y",))).tolist()])
"""


def test_adding_a_kind_is_adding_two_files(repository_root: Path, tmp_path: Path) -> None:
    for folder, content in (("kinds", KIND), ("runtimes", RUNTIME)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "constant.py").write_text(content)
    (tmp_path / "model.txt").write_text("constant 42")
    told = tell(repository_root, ADDED, tmp_path / "model.txt", tmp_path / "r")
    assert told == ["constant", [42.0]]
