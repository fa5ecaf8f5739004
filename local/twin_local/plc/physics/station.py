"""The whole station: tank T-101, pumps P-101 and P-102, valve V-101, heat exchanger E-101.

Water comes in with daily and faster swings, gathers in the tank, and is pumped through the valve
and the hot side of the exchanger up to a reservoir. A pump runs at its set-point; at set-point 0,
P-102 assists on a high level. All states are frozen; only `step_station` moves time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from twin_local.plc.faults import Faults
from twin_local.plc.physics.exchanger import Exchanger, ExchangerState, step_exchanger
from twin_local.plc.physics.motor import Motor, MotorState, step_motor
from twin_local.plc.physics.network import PIPE_LOSS, solve_header_head
from twin_local.plc.physics.pump import (
    Pump,
    cavitation_degree,
    efficiency_at,
    flow_at,
    npsh_required,
    shaft_power,
    shutoff_head,
    vibration_velocity,
)
from twin_local.plc.physics.tank import Tank, TankState, step_tank
from twin_local.plc.physics.valve import Valve, step_valve, valve_loss
from twin_local.plc.physics.water import ATMOSPHERIC_HEAD_METRES, vapour_head_metres

PUMPS = ("P-101", "P-102")
RESERVOIR_METRES = 9.0
"""Height of the reservoir above the pump axis, which is level with the tank floor."""

USUAL_WEAR = 0.05
"""Nobody has a new pump."""

ASSIST_SPEED = 1100.0
"""Of P-102 while it assists, in rpm."""

SUCTION_LAG_SECONDS = 2.0
"""Inertia of the water in the suction line, and the time that bubbles take to fill an impeller."""

SUCTION_LOSS = 4_000.0
"""Loss of the suction line in s²/m⁵; a blocked strainer multiplies it."""


@dataclass(frozen=True)
class Setpoints:
    """What an operator may set: speeds in rpm, valve opening 0 to 1, start level in m."""

    speed: dict[str, float] = field(default_factory=lambda: {"P-101": 1200.0, "P-102": 0.0})
    opening: float = 0.8
    assist_start_level: float = 3.2
    assist_stop_level: float = 1.6


@dataclass(frozen=True)
class PumpState:
    """One pump with its motor; flow in m³/s, heads in m, vibration in mm/s, hours run."""

    motor: MotorState = field(default_factory=MotorState)
    flow: float = 0.0
    head: float = 0.0
    suction_head: float = 2.0
    cavitation: float = 0.0
    efficiency: float = 0.0
    vibration: float = 0.0
    hours: float = 0.0


@dataclass(frozen=True)
class Station:
    """The state of the station; `seconds` since it was switched on, temperatures in °C."""

    seconds: float = 0.0
    tank: TankState = field(default_factory=TankState)
    pumps: dict[str, PumpState] = field(default_factory=lambda: {p: PumpState() for p in PUMPS})
    exchanger: ExchangerState = field(default_factory=ExchangerState)
    opening: float = 0.8
    header_head: float = 0.0
    flow: float = 0.0
    outlet_head: float = 0.0
    inflow: float = 0.0
    hot_inlet: float = 55.0
    cold_flow: float = 25 / 3600
    cold_inlet: float = 18.0
    ambient: float = 22.0
    assisting: bool = False


@dataclass(frozen=True)
class Disturbance:
    """What the weather and the neighbours do: deviations, filtered noise around 0."""

    inflow: float = 0.0
    temperature: float = 0.0


_TANK, _PUMP, _MOTOR, _VALVE, _EXCHANGER = Tank(), Pump(), Motor(), Valve(), Exchanger()


def step_station(
    station: Station,
    setpoints: Setpoints,
    faults: Faults,
    disturbance: Disturbance,
    *,
    seconds: float,
) -> Station:
    """Return the station after `seconds` (0.1 for one PLC scan)."""
    time = station.seconds + seconds
    opening = step_valve(
        _VALVE,
        station.opening,
        target=setpoints.opening,
        stuck=faults.severity("valve_stuck", "V-101") > 0,
        seconds=seconds,
    )
    assisting = _assist(station, setpoints)
    header, pumps = _step_pumps(station, setpoints, faults, opening, assisting, seconds)
    flow = sum(pump.flow for pump in pumps.values())
    inflow = max(0.0, inflow_at(time) + disturbance.inflow)
    hot_inlet = 55.0 + 3.0 * math.sin(2 * math.pi * time / 1_800) + disturbance.temperature
    return replace(
        station,
        seconds=time,
        opening=opening,
        assisting=assisting,
        header_head=header,
        flow=flow,
        outlet_head=header - (valve_loss(_VALVE, opening) or 0.0) * flow**2 if flow > 0 else 0.0,
        inflow=inflow,
        hot_inlet=hot_inlet,
        cold_inlet=18.0 + 1.5 * math.sin(2 * math.pi * time / 5_400),
        ambient=22.0 + 2.0 * math.sin(2 * math.pi * time / 7_200),
        pumps=pumps,
        tank=step_tank(_TANK, station.tank, inflow=inflow, outflow=flow, seconds=seconds),
        exchanger=step_exchanger(
            _EXCHANGER,
            station.exchanger,
            hot_flow=flow,
            hot_inlet=hot_inlet,
            cold_flow=station.cold_flow,
            cold_inlet=station.cold_inlet,
            fouling=faults.severity("fouling", "E-101"),
            seconds=seconds,
        ),
    )


def inflow_at(time: float) -> float:
    """Return the undisturbed inflow in m³/s: a base load with a slow and a fast swing."""
    slow = math.sin(2 * math.pi * time / 3_600)
    fast = math.sin(2 * math.pi * time / 420 + 0.7)
    return (33.0 + 8.0 * slow + 4.0 * fast) / 3600


def _assist(station: Station, setpoints: Setpoints) -> bool:
    """Return whether P-102 helps: started by a high level, stopped by a low one."""
    if station.tank.level >= setpoints.assist_start_level:
        return True
    return station.assisting and station.tank.level > setpoints.assist_stop_level


def _step_pumps(
    station: Station,
    setpoints: Setpoints,
    faults: Faults,
    opening: float,
    assisting: bool,
    seconds: float,
) -> tuple[float, dict[str, PumpState]]:
    suction = {name: _suction_head(station, faults, name, seconds) for name in PUMPS}
    degree = {name: _cavitation(station, name, suction[name], seconds) for name in PUMPS}
    shutoff = {
        name: suction[name]
        + shutoff_head(
            _PUMP,
            speed=station.pumps[name].motor.speed,
            wear=_head_wear(faults, name, degree[name]),
        )
        for name in PUMPS
    }

    def flow_of(name: str) -> Callable[[float], float]:
        wear = _head_wear(faults, name, degree[name])
        speed = station.pumps[name].motor.speed
        return lambda head: flow_at(_PUMP, head=head - suction[name], speed=speed, wear=wear)

    curves = {name: flow_of(name) for name in PUMPS}
    loss = valve_loss(_VALVE, opening)
    header, _ = solve_header_head(
        list(curves.values()),
        highest_head=max(shutoff.values()),
        static_head=RESERVOIR_METRES,
        loss=None if loss is None else loss + PIPE_LOSS,
    )
    dry = station.tank.level <= 0.05
    pumps = {
        name: _step_pump(
            station,
            station.pumps[name],
            faults,
            name,
            flow=0.0 if dry or loss is None else curves[name](header),
            suction=suction[name],
            cavitation=degree[name],
            target=_target_speed(name, setpoints, assisting),
            seconds=seconds,
        )
        for name in PUMPS
    }
    return header, pumps


def _step_pump(
    station: Station,
    pump: PumpState,
    faults: Faults,
    name: str,
    *,
    flow: float,
    suction: float,
    cavitation: float,
    target: float,
    seconds: float,
) -> PumpState:
    wear = _wear(faults, name)
    speed = pump.motor.speed
    # The check valve holds the head of the pump itself when the header is above it.
    own_head = shutoff_head(_PUMP, speed=speed, wear=wear)
    head = own_head - _PUMP.curvature * flow**2 if flow > 0 else own_head
    motor = step_motor(
        _MOTOR,
        pump.motor,
        target_speed=target,
        tripped=faults.severity("pump_trip", name) > 0,
        shaft_power=shaft_power(_PUMP, flow=flow, head=head, speed=speed, wear=wear),
        wear=wear,
        ambient=station.ambient,
        seconds=seconds,
    )
    vibration = vibration_velocity(_PUMP, flow=flow, speed=speed, wear=wear, cavitation=cavitation)
    return PumpState(
        motor=motor,
        flow=flow,
        head=head,
        suction_head=suction,
        cavitation=cavitation,
        efficiency=efficiency_at(_PUMP, flow=flow, speed=speed, wear=wear),
        vibration=vibration,
        hours=pump.hours + (seconds / 3600 if speed > 1.0 else 0.0),
    )


def _suction_head(station: Station, faults: Faults, name: str, seconds: float) -> float:
    blocked = faults.severity("cavitation", name)
    loss = SUCTION_LOSS * (1 + 300.0 * blocked**2)
    pump = station.pumps[name]
    return _lag(pump.suction_head, station.tank.level - loss * pump.flow**2, seconds)


def _cavitation(station: Station, name: str, suction_head: float, seconds: float) -> float:
    pump = station.pumps[name]
    degree = cavitation_degree(
        available=_available_npsh(station, suction_head),
        required=npsh_required(_PUMP, flow=pump.flow),
    )
    return _lag(pump.cavitation, degree if pump.flow > 0 else 0.0, seconds)


def _lag(value: float, target: float, seconds: float) -> float:
    return target + (value - target) * math.exp(-seconds / SUCTION_LAG_SECONDS)


def _available_npsh(station: Station, suction_head: float) -> float:
    return ATMOSPHERIC_HEAD_METRES + suction_head - vapour_head_metres(station.hot_inlet)


def _head_wear(faults: Faults, name: str, cavitation: float) -> float:
    """Cavitation takes head as wear does, so both go into the curve the same way."""
    return min(_wear(faults, name) + cavitation, 1.0)


def _wear(faults: Faults, name: str) -> float:
    return USUAL_WEAR + (1 - USUAL_WEAR) * faults.severity("bearing_wear", name)


def _target_speed(name: str, setpoints: Setpoints, assisting: bool) -> float:
    speed = setpoints.speed[name]
    return ASSIST_SPEED if name == "P-102" and speed == 0 and assisting else speed
