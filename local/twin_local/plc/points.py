"""Every address the PLC knows: measurements with their instruments, and set-points with limits.

The keys are the identifiers of the OPC UA node ids, as in `ns=2;s=P-101.speed`. Units are the ones
of the instruments, not SI: m³/h, bar, kW, per cent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from twin_local.plc.faults import Faults
from twin_local.plc.physics.station import PUMPS, PumpState, Setpoints, Station
from twin_local.plc.physics.water import head_to_bar

PER_HOUR = 3600.0

Read = Callable[[Station], float]


@dataclass(frozen=True)
class Measurement:
    """An instrument: what it sees, its noise (standard deviation), smallest step and lower end.

    An instrument saturates: what is below `lowest` shows as `lowest`.
    """

    read: Read
    noise: float = 0.0
    quantum: float = 0.0
    lowest: float = 0.0


@dataclass(frozen=True)
class Flag:
    """A yes or no that the PLC works out by itself."""

    read: Callable[[Station, Faults], bool]


@dataclass(frozen=True)
class SetPoint:
    """A writable value with the limits that the PLC keeps by itself."""

    read: Callable[[Setpoints], float]
    write: Callable[[Setpoints, float], Setpoints]
    low: float
    high: float


def _temperature(read: Read) -> Measurement:
    return Measurement(read, noise=0.015, quantum=0.1, lowest=-40.0)


def _flow(read: Read) -> Measurement:
    return Measurement(lambda s: read(s) * PER_HOUR, noise=0.03, quantum=0.01)


def _pressure(head_metres: Read) -> Measurement:
    return Measurement(lambda s: head_to_bar(head_metres(s)), noise=0.0012, quantum=0.001)


def _pump_measurements(name: str) -> dict[str, Measurement]:
    def of(read: Callable[[PumpState], float]) -> Read:
        return lambda station: read(station.pumps[name])

    points = {
        "speed": Measurement(of(lambda p: p.motor.speed), noise=0.3, quantum=0.1),
        "flow": _flow(of(lambda p: p.flow)),
        "suction_pressure": _pressure(of(lambda p: p.suction_head)),
        "discharge_pressure": _pressure(of(lambda p: p.suction_head + p.head)),
        "power": Measurement(of(lambda p: p.motor.power / 1000), noise=0.01, quantum=0.001),
        "motor_temperature": _temperature(of(lambda p: p.motor.winding)),
        "bearing_temperature": _temperature(of(lambda p: p.motor.bearing)),
        "vibration": Measurement(of(lambda p: p.vibration), noise=0.012, quantum=0.01),
        "run_hours": Measurement(of(lambda p: p.hours), quantum=0.001),
    }
    return {f"{name}.{key}": point for key, point in points.items()}


def _pump_flags(name: str) -> dict[str, Flag]:
    return {
        f"{name}.running": Flag(lambda s, _: s.pumps[name].motor.speed > 1.0),
        f"{name}.fault": Flag(lambda _, faults: faults.severity("pump_trip", name) > 0),
    }


MEASUREMENTS: dict[str, Measurement] = {
    "PS-1.ambient_temperature": _temperature(lambda s: s.ambient),
    "PS-1.total_flow": _flow(lambda s: s.flow),
    "PS-1.header_pressure": _pressure(lambda s: s.header_head),
    "T-101.level": Measurement(lambda s: s.tank.level, noise=0.001, quantum=0.001),
    "T-101.temperature": _temperature(lambda s: s.hot_inlet),
    "T-101.inflow": _flow(lambda s: s.inflow),
    "T-101.overflow": _flow(lambda s: s.tank.overflow),
    "V-101.position": Measurement(lambda s: s.opening * 100, noise=0.04, quantum=0.1),
    "V-101.outlet_pressure": _pressure(lambda s: s.outlet_head),
    "E-101.hot_inlet_temperature": _temperature(lambda s: s.hot_inlet),
    "E-101.hot_outlet_temperature": _temperature(lambda s: s.exchanger.hot_outlet),
    "E-101.cold_inlet_temperature": _temperature(lambda s: s.cold_inlet),
    "E-101.cold_outlet_temperature": _temperature(lambda s: s.exchanger.cold_outlet),
    "E-101.cold_flow": _flow(lambda s: s.cold_flow),
    "E-101.duty": Measurement(lambda s: s.exchanger.duty / 1000, noise=0.5, quantum=0.1),
    **{key: point for name in PUMPS for key, point in _pump_measurements(name).items()},
}

FLAGS: dict[str, Flag] = {key: flag for name in PUMPS for key, flag in _pump_flags(name).items()}


def _speed(name: str) -> SetPoint:
    def write(setpoints: Setpoints, value: float) -> Setpoints:
        return replace(setpoints, speed={**setpoints.speed, name: value})

    return SetPoint(lambda s: s.speed[name], write, low=0.0, high=1600.0)


SETPOINTS: dict[str, SetPoint] = {
    **{f"{name}.set_speed": _speed(name) for name in PUMPS},
    "V-101.set_position": SetPoint(
        lambda s: s.opening * 100, lambda s, v: replace(s, opening=v / 100), low=0.0, high=100.0
    ),
}

READABLE = frozenset({*MEASUREMENTS, *FLAGS, *SETPOINTS})
"""Every address that can be read."""
