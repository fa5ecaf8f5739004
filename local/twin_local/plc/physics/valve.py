"""A control valve with an equal-percentage characteristic and a stroke time (IEC 60534)."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.plc.physics.motor import approach


@dataclass(frozen=True)
class Valve:
    """Loss in s²/m⁵ when fully open (Kv 63 m³/h); time for the full stroke in s; rangeability."""

    open_loss: float = 33_600.0
    stroke_seconds: float = 20.0
    rangeability: float = 30.0


def step_valve(
    valve: Valve, position: float, *, target: float, stuck: bool, seconds: float
) -> float:
    """Return the position (0 closed to 1 open) after `seconds`."""
    if stuck:
        return position
    return approach(position, min(max(target, 0.0), 1.0), seconds / valve.stroke_seconds)


def valve_loss(valve: Valve, position: float) -> float | None:
    """Return the loss in s²/m⁵ at a position, or None where the valve is shut."""
    if position <= 0.005:
        return None
    capacity = valve.rangeability ** (position - 1)
    return float(valve.open_loss / capacity**2)
