"""FMUs of FMI 2.0 and 3.0: co-simulation where they offer it, else model exchange with CVode."""

from __future__ import annotations

from pathlib import Path

from model_runtime.fmi.co_simulation import CoSimulationRuntime
from model_runtime.fmi.description import Interface, read_description
from model_runtime.fmi.fmu import FmuRuntime
from model_runtime.fmi.model_exchange import ModelExchangeRuntime
from twin.simulation.model_file import unpack


def open_model(file: Path, folder: Path, interface: Interface | None = None) -> FmuRuntime:
    """Unpack and load an FMU.

    Raises:
        ArtefactUnsafe, DescriptionInvalid, ModelVersionUnsupported, PlatformMissing,
        LibraryMissing: it cannot be loaded.
        ModelBroken: it cannot be instantiated.
    """
    described = read_description(unpack(file, folder), interface)
    if described.interface == "CoSimulation":
        return CoSimulationRuntime(described)
    return ModelExchangeRuntime(described)
