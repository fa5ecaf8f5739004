"""FMUs of our own models: compiled from C against the headers in FMPy's wheel, or by pythonfmu."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pythonfmu.builder import FmuBuilder  # type: ignore[import-untyped]

from benchmarks.harness import Unavailable
from benchmarks.validation.systems.image import ENVIRONMENT

MODELS = Path(__file__).resolve().parents[1] / "models"
SHELL = MODELS / "co_simulation.c"


@dataclass(frozen=True)
class CVariable:
    """A variable in the order of the model's header; its causality as FMI writes it."""

    name: str
    causality: str
    start: float

    @property
    def attributes(self) -> str:
        """Return the attributes of its element."""
        variability = "tunable" if self.causality == "parameter" else "continuous"
        initial = ' initial="exact"' if self.causality == "output" else ""
        return f'causality="{self.causality}" variability="{variability}"{initial}'


def _parameters(**starts: float) -> tuple[CVariable, ...]:
    return tuple(CVariable(name, "parameter", start) for name, start in starts.items())


def _outputs(**starts: float) -> tuple[CVariable, ...]:
    return tuple(CVariable(name, "output", start) for name, start in starts.items())


VARIABLES: Mapping[str, tuple[CVariable, ...]] = {
    "dahlquist": (*_outputs(x=1), *_parameters(k=1)),
    "stair": _outputs(counter=1),
    "van_der_pol": (*_outputs(x0=2, x1=0), *_parameters(mu=1, step=0)),
    "bouncing_ball": (*_outputs(h=1, v=0), *_parameters(g=-9.81, e=0.7)),
    "cell": (
        *_outputs(volts=0),
        CVariable("current", "input", 0),
        *_parameters(R0=0.015, R1=0.01, C1=2000, R2=0.02, C2=20_000, Q=5),
        *_outputs(charge=0.9, v1=0, v2=0),
    ),
}


def c_fmu(name: str, folder: Path) -> Path:
    """Compile a model.

    Raises:
        Unavailable: there is no C compiler, or no environment of the image with the headers.
    """
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Unavailable("no C compiler: install gcc")
    headers = next(ENVIRONMENT.glob("lib/python3*/site-packages/fmpy/c-code"), None)
    if headers is None:
        raise Unavailable("no environment of the simulation image: run `make setup`")
    library, variables = folder / f"{name}.so", VARIABLES[name]
    starts = ",".join(str(float(variable.start)) for variable in variables)
    defined = [f'-DMODEL="{name}.h"', f"-DSTARTS={starts}", f"-I{MODELS}", f"-I{headers}"]
    command = [compiler, "-shared", "-fPIC", "-O2", "-ffp-contract=off", *defined, str(SHELL)]
    subprocess.run([*command, "-o", str(library), "-lm"], check=True, capture_output=True)
    target = folder / f"{name}_c.fmu"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("modelDescription.xml", _description(name, variables))
        archive.write(library, f"binaries/linux64/{name}.so")
    return target


def python_fmu(name: str, folder: Path) -> Path:
    """Pack the slave of a model by pythonfmu."""
    made = Path(FmuBuilder.build_FMU(MODELS / f"{name}.py", dest=folder))
    return made.rename(folder / f"{name}_python.fmu")


def _description(name: str, variables: tuple[CVariable, ...]) -> str:
    listed = "".join(
        f'<ScalarVariable name="{entry.name}" valueReference="{index}" {entry.attributes}>'
        f'<Real start="{entry.start}"/></ScalarVariable>'
        for index, entry in enumerate(variables)
    )
    outputs = [index + 1 for index, entry in enumerate(variables) if entry.causality == "output"]
    unknowns = "".join(f'<Unknown index="{index}"/>' for index in outputs)
    return (
        f'<fmiModelDescription fmiVersion="2.0" modelName="{name}" guid="{{1}}">'
        f'<CoSimulation modelIdentifier="{name}" canHandleVariableCommunicationStepSize="true"/>'
        f'<DefaultExperiment stepSize="0.01"/><ModelVariables>{listed}</ModelVariables>'
        f"<ModelStructure><Outputs>{unknowns}</Outputs></ModelStructure></fmiModelDescription>"
    )
