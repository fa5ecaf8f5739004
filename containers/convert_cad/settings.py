"""How finely to convert, and what a conversion may use."""

from __future__ import annotations

from dataclasses import dataclass

METRES = 0.001
"""Of the unit of the reader, which is the millimetre whatever the unit of a file is."""


@dataclass(frozen=True)
class Tessellation:
    """How finely curves become triangles: 0.1 % of the diagonal and 20° look smooth."""

    deflection_ratio: float
    angle_radians: float

    def to_parameters(self) -> dict[str, float | int | str]:
        """Return the parameters as the manifest records them."""
        return {"deflection_ratio": self.deflection_ratio, "angle_radians": self.angle_radians}
