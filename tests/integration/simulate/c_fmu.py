"""Build FMUs from our own C source against the headers in FMPy's wheel; skip without compiler."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent / "c_models" / "model.c"
NAMES = ("x0", "x1", "mu", "nan_after", "refuse_after", "crash_above", "growth", "u")
STARTS = {"mu": "1", "nan_after": "1e9", "refuse_after": "1e9", "crash_above": "1e9"}


@dataclass(frozen=True)
class CModel:
    """Which FMU: its version, its interfaces, and whether it is the ball."""

    version: int
    interfaces: tuple[str, ...] = ("CoSimulation", "ModelExchange")
    is_ball: bool = False


def build(model: CModel, folder: Path, headers: Path, *, extra: tuple[str, ...] = ()) -> Path:
    """Return the FMU, or skip where nothing compiles C."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: install gcc")
    library = folder / "model.so"
    options = [*(["-DBALL"] if model.is_ball else []), *(["-DFMI3"] if model.version == 3 else [])]
    command = [compiler, "-shared", "-fPIC", "-O2", f"-I{headers}", *options, str(SOURCE)]
    subprocess.run([*command, "-o", str(library), "-lm", *extra], check=True, capture_output=True)
    platform = "x86_64-linux" if model.version == 3 else "linux64"
    target = folder / f"fmi{model.version}.fmu"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("modelDescription.xml", description(model))
        archive.write(library, f"binaries/{platform}/model.so")
    return target


def description(model: CModel) -> str:
    """Return the model description."""
    states = "canGetAndSetFMUState" if model.version == 3 else "canGetAndSetFMUstate"
    step = 'canHandleVariableCommunicationStepSize="true"'
    interfaces = "".join(
        f'<{name} modelIdentifier="model" {states}="true" {step if name[0] == "C" else ""}/>'
        for name in model.interfaces
    )
    indicators = 'numberOfEventIndicators="1"' if model.is_ball else ""
    if model.version == 3:
        variables = "".join(
            f'<Float64 name="{name}" valueReference="{index}" {_attributes(name)}/>'
            for index, name in enumerate(NAMES)
        )
        head = 'fmiVersion="3.0" instantiationToken="{1}"'
        extra = "".join(
            f'<Float64 name="der_{name}" valueReference="{20 + index}" causality="local" '
            f'derivative="{index}"/>'
            for index, name in enumerate(NAMES[:2])
        )
        derivatives = "".join(
            f'<ContinuousStateDerivative valueReference="{20 + index}"/>' for index in range(2)
        )
        structure = derivatives + ('<EventIndicator valueReference="0"/>' if model.is_ball else "")
        variables += extra
    else:
        variables = "".join(
            f'<ScalarVariable name="{name}" valueReference="{index}" {_causality(name)}>'
            f"<Real {_start(name)}/></ScalarVariable>"
            for index, name in enumerate(NAMES)
        )
        variables += "".join(
            f'<ScalarVariable name="der({name})" valueReference="{20 + index}">'
            f'<Real derivative="{index + 1}"/></ScalarVariable>'
            for index, name in enumerate(NAMES[:2])
        )
        head = f'fmiVersion="2.0" guid="{{1}}" {indicators}'
        unknowns = "".join(f'<Unknown index="{9 + index}"/>' for index in range(2))
        structure = f"<Derivatives>{unknowns}</Derivatives>"
    return (
        f'<fmiModelDescription modelName="model" {head}>{interfaces}'
        f'<DefaultExperiment stepSize="0.01"/><ModelVariables>{variables}</ModelVariables>'
        f"<ModelStructure>{structure}</ModelStructure></fmiModelDescription>"
    )


def _attributes(name: str) -> str:
    return f"{_causality(name)} {_start(name)}"


def _causality(name: str) -> str:
    if name in ("x0", "x1"):
        return 'causality="output" variability="continuous" initial="exact"'
    if name == "u":
        return 'causality="input" variability="continuous"'
    return 'causality="parameter" variability="tunable"'


def _start(name: str) -> str:
    return f'start="{STARTS.get(name, "2" if name == "x0" else "0")}"'
