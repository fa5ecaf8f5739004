"""Properties of water near 40 °C (IAPWS-95, rounded) and the constants around it."""

from __future__ import annotations

DENSITY = 992.2
"""kg/m³."""

GRAVITY = 9.80665
"""m/s²."""

HEAT_CAPACITY = 4179.0
"""J/(kg K)."""

ATMOSPHERIC_HEAD_METRES = 101_325 / (DENSITY * GRAVITY)

PASCAL_PER_BAR = 1e5


def vapour_head_metres(temperature_celsius: float) -> float:
    """Return the vapour pressure as metres of water (Antoine equation, 1 to 100 °C)."""
    mmhg = 10 ** (8.07131 - 1730.63 / (233.426 + temperature_celsius))
    return float(mmhg * 133.322 / (DENSITY * GRAVITY))


def head_to_bar(metres: float) -> float:
    """Return the gauge pressure of a water column in bar."""
    return metres * DENSITY * GRAVITY / PASCAL_PER_BAR
