"""An induction motor on a drive: speed ramp, losses, temperatures of winding and bearing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Motor:
    """Ramp in rpm/s, heat capacities in J/K, thermal resistances in K/W, voltage in V."""

    efficiency: float = 0.91
    rated_speed: float = 1450.0
    ramp: float = 60.0
    coast_down: float = 120.0
    voltage: float = 400.0
    power_factor: float = 0.85
    idle_loss: float = 120.0
    winding_heat_capacity: float = 14_000.0
    winding_resistance: float = 0.085
    bearing_heat_capacity: float = 2_500.0
    bearing_resistance: float = 0.55


@dataclass(frozen=True)
class MotorState:
    """Speed in rpm, temperatures in °C, electrical power in W."""

    speed: float = 0.0
    winding: float = 22.0
    bearing: float = 22.0
    power: float = 0.0


def step_motor(
    motor: Motor,
    state: MotorState,
    *,
    target_speed: float,
    tripped: bool,
    shaft_power: float,
    wear: float,
    ambient: float,
    seconds: float,
) -> MotorState:
    """Return the state after `seconds`; a tripped motor coasts down and draws no power."""
    target, rate = (0.0, motor.coast_down) if tripped else (target_speed, motor.ramp)
    speed = approach(state.speed, target, rate * seconds)
    running = speed > 1.0 and not tripped
    power = shaft_power / motor.efficiency + motor.idle_loss if running else 0.0
    loss = power - shaft_power if running else 0.0
    friction = 45.0 * (speed / motor.rated_speed) ** 2 * (1 + 2.5 * wear)
    winding = _relax(
        state.winding,
        target=ambient + loss * motor.winding_resistance,
        time_constant=motor.winding_heat_capacity * motor.winding_resistance,
        seconds=seconds,
    )
    bearing = _relax(
        state.bearing,
        target=ambient + friction * motor.bearing_resistance + 0.15 * (winding - ambient),
        time_constant=motor.bearing_heat_capacity * motor.bearing_resistance,
        seconds=seconds,
    )
    return replace(state, speed=speed, winding=winding, bearing=bearing, power=power)


def current(motor: Motor, power: float) -> float:
    """Return the phase current in A of an electrical power in W."""
    return power / (math.sqrt(3) * motor.voltage * motor.power_factor)


def approach(value: float, target: float, step: float) -> float:
    """Return `value` moved towards `target` by at most `step`."""
    return min(max(target, value - step), value + step)


def _relax(value: float, *, target: float, time_constant: float, seconds: float) -> float:
    return target + (value - target) * math.exp(-seconds / time_constant)
