"""How finely to convert."""

from __future__ import annotations

from dataclasses import dataclass

from conversion_runtime.order import Parameters

METRES = 0.001
"""Of the unit of the reader, which is the millimetre whatever the unit of a file is."""


@dataclass(frozen=True)
class Tessellation:
    """How finely curves become triangles: 0.1 % of the diagonal and 20° look smooth."""

    deflection_ratio: float
    angle_radians: float


def tessellation_of(parameters: Parameters) -> Tessellation:
    """Return how finely an order wants it."""
    return Tessellation(
        deflection_ratio=float(parameters["deflection_ratio"]),
        angle_radians=float(parameters["angle_radians"]),
    )
