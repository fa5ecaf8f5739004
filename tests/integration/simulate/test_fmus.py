"""FMUs of both versions and interfaces, compiled from our own C source."""

from __future__ import annotations

import math
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulate.c_fmu import CModel, build
from tests.integration.simulate.in_image import tell

pytestmark = [pytest.mark.container, pytest.mark.slow]

INTERFACES = ("CoSimulation", "ModelExchange")


@pytest.fixture(scope="session")
def headers(repository_root: Path) -> Path:
    found = list(
        (repository_root / ".build/venvs/simulate").glob("lib/python3*/site-packages/fmpy/c-code")
    )
    if not found:
        pytest.skip("no environment of the simulation job: run `make setup`")
    return found[0]


@pytest.fixture(scope="session", params=[2, 3])
def oscillator(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, headers: Path
) -> Path:
    return build(CModel(request.param), tmp_path_factory.mktemp("c"), headers)


@pytest.fixture(scope="session", params=[2, 3])
def ball(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, headers: Path
) -> Path:
    return build(CModel(request.param, is_ball=True), tmp_path_factory.mktemp("b"), headers)


ALL_OF_IT = """
told = {}
for interface in ("CoSimulation", "ModelExchange"):
    with open_model("fmu", interface=interface) as model:
        names = ("x0", "x1")
        model.reset({"mu": 1.5})
        whole = model.trajectory(Experiment(0.01, 1000, names))
        model.reset({"mu": 1.5})
        model.end_values(Experiment(0.01, 400, names))
        state = model.save_state()
        once = model.end_values(Experiment(0.01, 600, names)).tolist()
        model.load_state(state)
        again = model.end_values(Experiment(0.01, 600, names)).tolist()
        model.reset({})
        default = model.end_values(Experiment(0.01, 100, names)).tolist()
        model.reset({"u": 0.0})
        state = model.save_state()
        model.set_inputs({"u": 1.0})
        pushed_once = model.end_values(Experiment(0.01, 100, names)).tolist()
        model.load_state(state)
        unpushed = model.end_values(Experiment(0.01, 100, names)).tolist()
        model.load_state(state)
        model.set_inputs({"u": 1.0})
        pushed_again = model.end_values(Experiment(0.01, 100, names)).tolist()
        pulses = np.where(np.arange(200) < 100, 1.0, 0.0)
        model.reset({"u": 0.0})
        pushed = model.trajectory(Experiment(0.01, 200, names, {"u": pulses}))
        model.reset({})
        stepped = []
        for value in pulses:
            model.set_inputs({"u": float(value)})
            model.step(0.01)
            stepped.append(model.read(names).tolist())
        told[interface] = {
            "standard": model.describe().standard,
            "states": model.describe().capabilities.can_save_state,
            "whole": whole.tolist(), "once": once, "again": again, "default": default,
            "pushed_once": pushed_once, "unpushed": unpushed, "pushed_again": pushed_again,
            "pushed": pushed[1:].tolist(), "stepped": stepped,
        }
tell(told)
"""


@pytest.fixture(scope="session")
def runs(repository_root: Path, oscillator: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401
    return tell(repository_root, ALL_OF_IT, oscillator, tmp_path_factory.mktemp("r"))


def reference(mu: float, seconds: float) -> tuple[float, float]:
    """Van der Pol from (2, 0) by scipy's solver of high order, which shares no code with ours."""
    from scipy.integrate import solve_ivp

    found = solve_ivp(
        lambda _, x: (x[1], mu * (1 - x[0] ** 2) * x[1] - x[0]),
        (0, seconds),
        (2.0, 0.0),
        method="DOP853",
        rtol=1e-11,
        atol=1e-12,
    )
    return float(found.y[0, -1]), float(found.y[1, -1])


@pytest.mark.parametrize("interface", INTERFACES)
def test_oscillator_goes_where_an_independent_solver_goes(runs: Any, interface: str) -> None:  # noqa: ANN401
    # Co-simulation integrates by steps of 1 ms itself; CVode has a relative tolerance of 1e-6.
    tolerance = 1e-8 if interface == "CoSimulation" else 1e-3
    assert runs[interface]["whole"][-1] == pytest.approx(reference(1.5, 10.0), abs=tolerance)
    assert runs[interface]["default"] == pytest.approx(reference(1.0, 1.0), abs=tolerance)
    assert runs[interface]["whole"][0] == [2.0, 0.0]


@pytest.mark.parametrize("interface", INTERFACES)
def test_saved_state_goes_on_the_same_way_each_time(runs: Any, interface: str) -> None:  # noqa: ANN401
    assert runs[interface]["states"]
    assert runs[interface]["once"] == runs[interface]["again"]
    # CVode begins anew where a state is saved: the steps it takes are others from there.
    tolerance = 0.0 if interface == "CoSimulation" else 1e-3
    assert runs[interface]["again"] == pytest.approx(runs[interface]["whole"][-1], abs=tolerance)


@pytest.mark.parametrize("interface", INTERFACES)
def test_restored_state_has_the_inputs_of_its_time(runs: Any, interface: str) -> None:  # noqa: ANN401
    told = runs[interface]
    assert told["pushed_again"] == pytest.approx(told["pushed_once"], abs=1e-6)
    assert told["unpushed"] == pytest.approx(told["default"], abs=1e-4)
    assert told["pushed_once"] != pytest.approx(told["default"], abs=1e-2)


@pytest.mark.parametrize("interface", INTERFACES)
def test_fast_loop_gives_what_single_steps_give(runs: Any, interface: str) -> None:  # noqa: ANN401
    pushed, stepped = runs[interface]["pushed"], runs[interface]["stepped"]
    assert pushed == stepped
    assert pushed[99] != pytest.approx(runs[interface]["default"], abs=1e-2)


BOUNCE = """
with open_model("fmu", interface="ModelExchange") as model:
    model.reset({"mu": 0.7})
    tell(model.trajectory(Experiment(0.01, 100, ("x0", "x1"))).tolist())
"""


def test_ball_bounces_at_its_time(repository_root: Path, ball: Path, tmp_path: Path) -> None:
    """From 1 m it falls for √(2/g), leaves with 0.7 of its speed and is at a height known since."""
    table = tell(repository_root, BOUNCE, ball, tmp_path / "r")
    fall = math.sqrt(2 / 9.81)
    for index in (20, 50, 80, 100):
        time = index * 0.01
        if time < fall:
            height = 1 - 9.81 * time**2 / 2
        else:
            since = time - fall
            height = 0.7 * 9.81 * fall * since - 9.81 * since**2 / 2
        assert table[index][0] == pytest.approx(height, abs=2e-3), index


FAULTS = """
told = {}
for name, values in {
    "nan": {"nan_after": 0.5}, "refuses": {"refuse_after": 0.5}, "grows": {"growth": 100.0},
    "unknown": {"nu": 1.0}, "fine": {},
}.items():
    for interface in ("CoSimulation", "ModelExchange"):
        with open_model("fmu", interface=interface) as model:
            rows = [values] if name == "unknown" else [values, {}]
            found = model.batch(rows, Experiment(0.01, 600, ("x0",)))
            told[name + interface] = [
                one.code if isinstance(one, TwinError) else one.tolist() for one in found
            ]
with open_model("fmu") as model:
    model.reset({})
    slow = Experiment(0.01, 10_000_000, ("x0",), processor_seconds=0.05)
    told["slow"] = refused(lambda: model.end_values(slow))["code"]
tell(told)
"""


def test_faults_are_told_apart_and_leave_the_next_run_alone(
    repository_root: Path, oscillator: Path, tmp_path: Path
) -> None:
    told = tell(repository_root, FAULTS, oscillator, tmp_path / "r")
    fine = told["fineCoSimulation"][0]
    for name, code in (
        ("nan", "MODEL_STATE_NOT_FINITE"),
        ("refuses", "MODEL_STEP_REFUSED"),
    ):
        assert told[f"{name}CoSimulation"] == [code, fine]
    # x0' = 100 x0 overflows within the horizon: a number that large, or none at all
    assert told["growsCoSimulation"][0] in ("MODEL_RUN_DIVERGED", "MODEL_STATE_NOT_FINITE")
    assert told["growsCoSimulation"][1] == fine
    assert told["nanModelExchange"][0] in ("MODEL_STATE_NOT_FINITE", "MODEL_STEP_REFUSED")
    assert told["nanModelExchange"][1] == told["fineModelExchange"][0]
    assert told["unknownCoSimulation"] == ["MODEL_VARIABLE_UNKNOWN"]
    assert told["slow"] == "MODEL_RUN_TOO_LONG"


REFUSED = "tell(refused(lambda: open_model('fmu')))"


def rewritten(fmu: Path, target: Path, changes: dict[str, bytes | None]) -> Path:
    """Return the FMU with some members replaced, added or (None) left out."""
    with zipfile.ZipFile(fmu) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return target


XML = "modelDescription.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><fmiModelDescription/>'


@pytest.mark.parametrize(
    ("changes", "code", "found"),
    [
        ({"../outside": b"x"}, "MODEL_ARTEFACT_UNSAFE", "outside"),
        ({"/etc/x": b"x"}, "MODEL_ARTEFACT_UNSAFE", "etc"),
        ({"bomb": bytes(50_000_000)}, "MODEL_ARTEFACT_UNSAFE", ""),
        ({XML: BOMB}, "MODEL_DESCRIPTION_INVALID", "document type"),
        ({XML: b"<fmiModelDescription"}, "MODEL_DESCRIPTION_INVALID", ""),
        ({XML: b'<fmiModelDescription fmiVersion="1.0"/>'}, "MODEL_VERSION_UNSUPPORTED", "1.0"),
        ({XML: b'<fmiModelDescription fmiVersion="4.0"/>'}, "MODEL_VERSION_UNSUPPORTED", "4.0"),
        (
            {"binaries/linux64/model.so": None, "binaries/win64/model.dll": b"MZ"},
            "MODEL_PLATFORM_MISSING",
            "win64",
        ),
        ({"binaries/linux64/model.so": b"\x7fELF"}, "MODEL_LIBRARY_MISSING", ""),
    ],
)
def test_file_that_must_not_be_loaded_is_refused_and_nothing_stays(
    repository_root: Path,
    headers: Path,
    tmp_path: Path,
    changes: dict[str, bytes | None],
    code: str,
    found: str,
) -> None:
    fmu = build(CModel(2), tmp_path, headers)
    damaged = rewritten(fmu, tmp_path / "damaged.fmu", changes)
    error = tell(repository_root, REFUSED, damaged, tmp_path / "r")
    assert error["code"] == code
    assert found in str(error)
    assert not (tmp_path / "outside").exists()


def test_missing_library_is_named(repository_root: Path, headers: Path, tmp_path: Path) -> None:
    """The FMU needs another library at run time that is not there, as with `libgfortran`."""
    source = tmp_path / "other.c"
    source.write_text("int other(void) { return 1; }\n")
    other = tmp_path / "libabsent.so"
    subprocess.run(["gcc", "-shared", "-fPIC", str(source), "-o", str(other)], check=True)
    extra = ("-Wl,--no-as-needed", f"-L{tmp_path}", "-labsent")
    fmu = build(CModel(2), tmp_path, headers, extra=extra)
    other.unlink()
    error = tell(repository_root, REFUSED, fmu, tmp_path / "r")
    assert error["code"] == "MODEL_LIBRARY_MISSING"
    assert "libabsent.so" in error["found"]


def test_interface_that_is_not_there_is_refused(
    repository_root: Path, headers: Path, tmp_path: Path
) -> None:
    fmu = build(CModel(2, interfaces=("ModelExchange",)), tmp_path, headers)
    code = "tell([refused(lambda: open_model('fmu', interface='CoSimulation')), "
    code += "open_model('fmu').describe().standard])"
    error, standard = tell(repository_root, code, fmu, tmp_path / "r")
    assert error["code"] == "MODEL_DESCRIPTION_INVALID"
    assert standard == "FMI 2.0 model exchange"
