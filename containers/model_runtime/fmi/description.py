"""The description of an FMU, read by FMPy and checked before anything of it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import fmpy
from fmpy.model_description import read_model_description

from model_runtime.experiment import ModelDescription
from twin.simulation.manifest import Capabilities
from twin.simulation.model_errors import (
    DescriptionInvalid,
    ModelVersionUnsupported,
    PlatformMissing,
)
from twin.simulation.variables import Causality, DataType, ModelVariable
from twin.simulation.xml_text import parse_xml

Interface = Literal["CoSimulation", "ModelExchange"]
DESCRIPTION = "modelDescription.xml"
DEFAULT_STEP_SECONDS = 1.0
CAUSALITY: dict[str, Causality] = {
    "input": "input",
    "output": "output",
    "parameter": "parameter",
    "calculatedParameter": "local",
    "local": "local",
}


@dataclass(frozen=True)
class FmuDescription:
    """An unpacked FMU, and by which of its interfaces it is run."""

    folder: Path
    raw: Any
    interface: Interface

    @property
    def is_fmi3(self) -> bool:
        """Return whether it is of FMI 3."""
        return bool(self.raw.fmiVersion.startswith("3."))

    @property
    def capabilities(self) -> Any:  # noqa: ANN401 - FMPy's class of the interface
        """Return what the FMU says of the interface."""
        lowered = "coSimulation" if self.interface == "CoSimulation" else "modelExchange"
        return getattr(self.raw, lowered)

    @property
    def scalars(self) -> dict[str, Any]:
        """Return the variables of FMPy that are one number each, by name."""
        return {
            item.name: item
            for item in self.raw.modelVariables
            if not item.dimensions and data_type(item) is not None
        }

    def describe(self) -> ModelDescription:
        """Return what the FMU says of itself, in the terms of every model."""
        experiment = self.raw.defaultExperiment
        step = _number(experiment.stepSize) if experiment is not None else None
        fixed = getattr(self.capabilities, "fixedInternalStepSize", None)
        variable_step = getattr(self.capabilities, "canHandleVariableCommunicationStepSize", True)
        wording = "co-simulation" if self.interface == "CoSimulation" else "model exchange"
        return ModelDescription(
            variables=tuple(_variables(self.scalars)),
            step_seconds=step or _number(fixed) or DEFAULT_STEP_SECONDS,
            standard=f"FMI {self.raw.fmiVersion} {wording}",
            tool=self.raw.generationTool or "",
            capabilities=Capabilities(
                can_save_state=bool(self.capabilities.canGetAndSetFMUstate),
                can_batch=False,
                fixed_step=not variable_step,
            ),
        )


def read_description(folder: Path, interface: Interface | None = None) -> FmuDescription:
    """Read and check the description of an unpacked FMU; co-simulation is preferred.

    Raises:
        DescriptionInvalid: it cannot be read, or lacks what is asked for.
        ModelVersionUnsupported: it is neither of FMI 2.0 nor 3.0.
        PlatformMissing: there is no library for this machine.
    """
    _check_version(folder)
    try:
        raw = read_model_description(str(folder), validate=False)
    except Exception as error:  # FMPy raises the bare class for most of what it finds
        raise DescriptionInvalid("the FMU describes itself wrongly", found=str(error)) from error
    described = FmuDescription(folder, raw, interface or _preferred(raw))
    if described.capabilities is None:
        raise DescriptionInvalid("the FMU lacks an interface", expected=described.interface)
    _check_platform(described)
    return described


def data_type(variable: Any) -> DataType | None:  # noqa: ANN401 - FMPy has no types
    """Return the type of a variable, or None for texts, binaries and clocks."""
    if variable.type in ("Real", "Float64", "Float32"):
        return "real"
    if variable.type == "Boolean":
        return "boolean"
    return None if variable.type in ("String", "Binary", "Clock") else "integer"


def _check_version(folder: Path) -> None:
    file = folder / DESCRIPTION
    if not file.is_file():
        raise DescriptionInvalid("the FMU has no description", expected=DESCRIPTION)
    root = parse_xml(file.read_bytes(), where=DESCRIPTION)
    version = root.get("fmiVersion", "")
    if root.tag != "fmiModelDescription":
        raise DescriptionInvalid(
            "the description is of something else", found=root.tag, expected="fmiModelDescription"
        )
    if version != "2.0" and not version.startswith("3.0"):
        raise ModelVersionUnsupported(
            "this version of FMI is not run", found=version or "none", expected="2.0 or 3.0"
        )


def _preferred(raw: Any) -> Interface:  # noqa: ANN401 - FMPy has no types
    if raw.coSimulation is not None:
        return "CoSimulation"
    if raw.modelExchange is not None:
        return "ModelExchange"
    raise DescriptionInvalid(
        "the FMU has no interface that is run", expected="CoSimulation or ModelExchange"
    )


def _check_platform(described: FmuDescription) -> None:
    name = fmpy.platform_tuple if described.is_fmi3 else fmpy.platform
    identifier = described.capabilities.modelIdentifier or ""
    library = described.folder / "binaries" / name / f"{identifier}{fmpy.sharedLibraryExtension}"
    if not library.is_file():
        binaries = described.folder / "binaries"
        have = sorted(one.name for one in binaries.iterdir()) if binaries.is_dir() else []
        raise PlatformMissing(
            "the FMU has no library for this platform",
            found=", ".join(have) or "no binaries",
            expected=f"binaries/{name}/{library.name}",
        )


def _variables(scalars: dict[str, Any]) -> Iterator[ModelVariable]:
    for name, item in scalars.items():
        causality = CAUSALITY.get(item.causality or "local")
        kind = data_type(item)
        if causality is None or kind is None:
            continue
        declared = item.declaredType
        yield ModelVariable(
            name=name,
            causality=causality,
            data_type=kind,
            unit=item.unit or (declared.unit if declared is not None else None) or "",
            minimum=_number(item.min),
            maximum=_number(item.max),
            start=_number(item.start),
            description=item.description or "",
        )


def _number(text: Any) -> float | None:  # noqa: ANN401 - FMPy gives texts, numbers or nothing
    if text is None:
        return None
    if str(text) in ("true", "false"):
        return 1.0 if text == "true" else 0.0
    try:
        return float(text)
    except ValueError as error:
        raise DescriptionInvalid("a number is none", found=str(text), where=DESCRIPTION) from error
