"""Functional Mock-up Units of FMI 2.0 and 3.0 (https://fmi-standard.org)."""

from __future__ import annotations

from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

DESCRIPTION = "modelDescription.xml"


def recognises(file: ModelFile) -> bool:
    """Return whether the file is an archive with the description of an FMU."""
    return DESCRIPTION in file.member_names


KIND = ModelKind(
    name="fmu",
    title="FMU (FMI 2.0 and 3.0, co-simulation and model exchange)",
    image="simulate",
    recognises=recognises,
    limits=KindLimits(1024**3, memory_mebibytes=768, timeout_seconds=600),
)
