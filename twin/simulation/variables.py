"""The variables of a model, with the terms of FMI (https://fmi-standard.org/docs/3.0.2/)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Causality = Literal["input", "output", "parameter", "local"]
DataType = Literal["real", "integer", "boolean"]
CAUSALITIES: tuple[Causality, ...] = get_args(Causality)
DATA_TYPES: tuple[DataType, ...] = get_args(DataType)


@dataclass(frozen=True)
class ModelVariable:
    """One scalar variable; `unit` is as the model says it, empty where it has none.

    `minimum` and `maximum` are what the model says of its range: a result outside of it is no
    result. Booleans are 0 and 1.
    """

    name: str
    causality: Causality
    data_type: DataType = "real"
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    start: float | None = None
    description: str = ""

    def holds(self, value: float) -> bool:
        """Return whether a value is in the range; NaN never is."""
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        return low <= value <= high
