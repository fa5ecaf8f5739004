"""Every address the PLC knows: measurements with their instruments, and set-points with limits.

The keys are the identifiers of the OPC UA node ids, as in `ns=2;s=P-101.speed`. Units are the ones
of the instruments, not SI: l/s, bar, kW.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from twin_local.plc.physics import motor, water
from twin_local.plc.physics.station import PUMPS, PumpState, Setpoints, Station

Read = Callable[[Station, Setpoints], float]


@dataclass(frozen=True)
class Measurement:
    """An instrument: what it sees, its noise (standard deviation) and its smallest step."""

    read: Read
    noise: float = 0.0
    quantum: float = 0.0
    boolean: bool = False


@dataclass(frozen=True)
class SetPoint:
    """A writable value with the limits that the PLC keeps by itself."""

    read: Callable[[Setpoints], float]
    write: Callable[[Setpoints, float], Setpoints]
    low: float
    high: float


def _pump_measurements(name: str) -> dict[str, Measurement]:
    def of(read: Callable[[PumpState], float]) -> Read:
        return lambda station, _: read(station.pumps[name])

    points = {
        "speed": Measurement(of(lambda p: p.motor.speed), noise=0.4, quantum=0.1),
        "flow": Measurement(of(lambda p: p.flow * 1000), noise=0.03, quantum=0.01),
        "suction_pressure": Measurement(
            of(lambda p: water.head_to_bar(p.suction_head)), noise=0.002, quantum=0.001
        ),
        "discharge_pressure": Measurement(
            of(lambda p: water.head_to_bar(p.suction_head + p.head)), noise=0.006, quantum=0.001
        ),
        "head": Measurement(of(lambda p: p.head), noise=0.05, quantum=0.01),
        "power": Measurement(of(lambda p: p.motor.power / 1000), noise=0.01, quantum=0.001),
        "current": Measurement(
            of(lambda p: motor.current(motor.Motor(), p.motor.power)), noise=0.02, quantum=0.01
        ),
        "vibration": Measurement(of(lambda p: p.vibration), noise=0.05, quantum=0.01),
        "bearing_temperature": Measurement(of(lambda p: p.motor.bearing), noise=0.05, quantum=0.1),
        "winding_temperature": Measurement(of(lambda p: p.motor.winding), noise=0.05, quantum=0.1),
        "running": Measurement(of(lambda p: float(p.motor.speed > 1.0)), boolean=True),
        "run_hours": Measurement(of(lambda p: p.hours), quantum=0.001),
    }
    return {f"{name}.{key}": point for key, point in points.items()}


def _plant_measurements() -> dict[str, Measurement]:
    return {
        "T-101.level": Measurement(lambda s, _: s.tank.level, noise=0.004, quantum=0.001),
        "T-101.temperature": Measurement(lambda s, _: s.hot_inlet, noise=0.05, quantum=0.1),
        "T-101.inlet_flow": Measurement(lambda s, _: s.inflow * 1000, noise=0.05, quantum=0.01),
        "T-101.outlet_flow": Measurement(lambda s, _: s.flow * 1000, noise=0.05, quantum=0.01),
        "T-101.overflow": Measurement(lambda s, _: s.tank.overflow * 1000, quantum=0.01),
        "V-101.position": Measurement(lambda s, _: s.opening * 100, noise=0.05, quantum=0.1),
        "V-101.flow": Measurement(lambda s, _: s.flow * 1000, noise=0.05, quantum=0.01),
        "E-101.flow": Measurement(lambda s, _: s.flow * 1000, noise=0.05, quantum=0.01),
        "E-101.hot_inlet_temperature": Measurement(
            lambda s, _: s.hot_inlet, noise=0.05, quantum=0.1
        ),
        "E-101.hot_outlet_temperature": Measurement(
            lambda s, _: s.exchanger.hot_outlet, noise=0.05, quantum=0.1
        ),
        "E-101.cold_inlet_temperature": Measurement(
            lambda s, _: s.cold_inlet, noise=0.05, quantum=0.1
        ),
        "E-101.cold_outlet_temperature": Measurement(
            lambda s, _: s.exchanger.cold_outlet, noise=0.05, quantum=0.1
        ),
        "E-101.cold_flow": Measurement(lambda s, _: s.cold_flow * 1000, noise=0.05, quantum=0.01),
        "E-101.duty": Measurement(lambda s, _: s.exchanger.duty / 1000, noise=0.5, quantum=0.1),
        "PS-1.header_pressure": Measurement(
            lambda s, _: water.head_to_bar(s.header_head), noise=0.005, quantum=0.001
        ),
        "PS-1.flow": Measurement(lambda s, _: s.flow * 1000, noise=0.05, quantum=0.01),
        "PS-1.ambient_temperature": Measurement(lambda s, _: s.ambient, noise=0.05, quantum=0.1),
    }


def _speed(name: str) -> SetPoint:
    def write(setpoints: Setpoints, value: float) -> Setpoints:
        return replace(setpoints, speed={**setpoints.speed, name: value})

    return SetPoint(lambda s: s.speed[name], write, low=0.0, high=1500.0)


MEASUREMENTS: dict[str, Measurement] = {
    **_plant_measurements(),
    **{key: point for name in PUMPS for key, point in _pump_measurements(name).items()},
}

SETPOINTS: dict[str, SetPoint] = {
    **{f"{name}.speed_setpoint": _speed(name) for name in PUMPS},
    "V-101.position_setpoint": SetPoint(
        lambda s: s.opening * 100, lambda s, v: replace(s, opening=v / 100), low=0.0, high=100.0
    ),
    "T-101.assist_start_level": SetPoint(
        lambda s: s.assist_start_level,
        lambda s, v: replace(s, assist_start_level=v),
        low=0.5,
        high=3.9,
    ),
}
