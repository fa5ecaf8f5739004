"""A vertical tank: level from the mass balance, with a weir that spills what does not fit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tank:
    """Geometry: cross-section in m², height of the weir in m."""

    area: float = 12.0
    weir: float = 3.9


@dataclass(frozen=True)
class TankState:
    """Level in m; overflow of the last step in m³/s."""

    level: float = 2.0
    overflow: float = 0.0


def step_tank(
    tank: Tank, state: TankState, *, inflow: float, outflow: float, seconds: float
) -> TankState:
    """Return the state after `seconds` of constant flows in m³/s."""
    level = state.level + (inflow - outflow) * seconds / tank.area
    spilled = max(0.0, level - tank.weir) * tank.area / seconds
    return TankState(level=min(max(level, 0.0), tank.weir), overflow=spilled)
