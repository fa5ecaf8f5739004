"""Reduced-order models: modes of a proper orthogonal decomposition, coefficients by RBF."""

from __future__ import annotations

from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

MEMBERS = frozenset({"rom.npy", "modes.npy", "coefficients.npy", "parameters.npy"})


def recognises(file: ModelFile) -> bool:
    """Return whether the file is a NumPy archive with the arrays of a reduced-order model."""
    return file.member_names >= MEMBERS


KIND = ModelKind(
    name="rom",
    title="Reduced-order model (POD and radial basis functions)",
    image="simulate",
    recognises=recognises,
    limits=KindLimits(2 * 1024**3, memory_mebibytes=4096, timeout_seconds=600),
)
