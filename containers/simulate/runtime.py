"""What every kind of model can do; adding a kind is adding one file that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class ModelRuntime(Protocol):
    """A model that is loaded and can be run again and again from its initial state."""

    def run(
        self,
        start_values: Mapping[str, float],
        *,
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> dict[str, float]:
        """Return the outputs at the end of the horizon."""
