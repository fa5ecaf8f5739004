"""Twins of Ansys Twin Builder; they need the Twin Runtime of pytwin, in an image of its own."""

from __future__ import annotations

from twin.simulation.ansys_twin import DESCRIPTION, inspect_twin
from twin.simulation.manifest import LicenceClass
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind


def recognises(file: ModelFile) -> bool:
    """Return whether the file is an archive with the description of a twin."""
    return DESCRIPTION in file.member_names


def licence_class(file: ModelFile) -> LicenceClass:
    """Return that only a run tells: the file itself is encrypted.

    Raises:
        DescriptionInvalid: it is no twin of Twin Builder.
    """
    inspect_twin(file)
    return "unknown"


KIND = ModelKind(
    name="ansys_twin",
    title="Ansys Twin Builder twin (.twin)",
    image="simulate_ansys",
    recognises=recognises,
    limits=KindLimits(4 * 1024**3, memory_mebibytes=4096, timeout_seconds=3600),
    licence_class=licence_class,
    licence_feature="twin_runtime",
)
