"""Whether a STEP file states dimensions, tolerances or datums: reading them costs time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from OCP.StepDimTol import StepDimTol_Datum, StepDimTol_GeometricTolerance
from OCP.StepShape import StepShape_DimensionalLocation, StepShape_DimensionalSize

STATEMENTS = (
    StepShape_DimensionalSize,
    StepShape_DimensionalLocation,
    StepDimTol_GeometricTolerance,
    StepDimTol_Datum,
)


WORDS = (b"DIMENSIONAL_SIZE", b"DIMENSIONAL_LOCATION", b"ANGULAR_", b"TOLERANCE", b"DATUM")
"""In the keyword of each such entity, by ISO 10303-47; they may be in names of parts too."""

BLOCK_BYTES = 16 * 1024**2
LONGEST_WORD = max(map(len, WORDS))


def has_pmi(reader: Any, path: Path) -> bool:  # noqa: ANN401 - a binding without types
    """Tell whether a file that was read states any."""
    # A look at the text is hundreds of times faster than one at each of a million entities.
    if not _has_words(path):
        return False
    model = reader.Reader().StepModel()
    return any(
        isinstance(model.Value(index), STATEMENTS) for index in range(1, model.NbEntities() + 1)
    )


def _has_words(path: Path) -> bool:
    end = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            text = (end + block).upper()
            if any(word in text for word in WORDS):
                return True
            end = text[-LONGEST_WORD:]
    return False
