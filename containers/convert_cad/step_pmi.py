"""Whether a STEP file states dimensions, tolerances or datums: reading them costs time."""

from __future__ import annotations

from typing import Any

from OCP.StepDimTol import StepDimTol_Datum, StepDimTol_GeometricTolerance
from OCP.StepShape import StepShape_DimensionalLocation, StepShape_DimensionalSize

STATEMENTS = (
    StepShape_DimensionalSize,
    StepShape_DimensionalLocation,
    StepDimTol_GeometricTolerance,
    StepDimTol_Datum,
)


def has_pmi(reader: Any) -> bool:  # noqa: ANN401 - a binding without types
    """Tell whether a file that was read states any."""
    model = reader.Reader().StepModel()
    return any(
        isinstance(model.Value(index), STATEMENTS) for index in range(1, model.NbEntities() + 1)
    )
