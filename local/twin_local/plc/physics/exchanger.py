"""A counter-flow heat exchanger by the effectiveness-NTU method (VDI Heat Atlas, chapter C1)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from twin_local.plc.physics.water import DENSITY, HEAT_CAPACITY


@dataclass(frozen=True)
class Exchanger:
    """Conductance in W/K at the rated flow in m³/s; lag of the outlet temperatures in s."""

    conductance: float = 38_000.0
    rated_flow: float = 40 / 3600
    lag_seconds: float = 12.0


@dataclass(frozen=True)
class ExchangerState:
    """Outlet temperatures in °C; heat duty in W."""

    hot_outlet: float = 40.0
    cold_outlet: float = 30.0
    duty: float = 0.0


def effectiveness(*, hot_capacity: float, cold_capacity: float, conductance: float) -> float:
    """Return the effectiveness of a counter-flow exchanger; capacities in W/K."""
    least, most = sorted((hot_capacity, cold_capacity))
    if least <= 0:
        return 0.0
    ratio, units = least / most, conductance / least
    if ratio > 0.9999:
        return units / (1 + units)
    decay = math.exp(-units * (1 - ratio))
    return (1 - decay) / (1 - ratio * decay)


def step_exchanger(
    exchanger: Exchanger,
    state: ExchangerState,
    *,
    hot_flow: float,
    hot_inlet: float,
    cold_flow: float,
    cold_inlet: float,
    fouling: float,
    seconds: float,
) -> ExchangerState:
    """Return the state after `seconds`; flows in m³/s, temperatures in °C, fouling 0 to 1."""
    hot, cold = (flow * DENSITY * HEAT_CAPACITY for flow in (hot_flow, cold_flow))
    turbulence = (max(hot_flow, 0.0) / exchanger.rated_flow) ** 0.6
    conductance = exchanger.conductance * turbulence * (1 - 0.7 * fouling)
    degree = effectiveness(hot_capacity=hot, cold_capacity=cold, conductance=conductance)
    duty = degree * min(hot, cold) * (hot_inlet - cold_inlet)
    keep = math.exp(-seconds / exchanger.lag_seconds)
    hot_target = hot_inlet - duty / hot if hot > 0 else state.hot_outlet
    cold_target = cold_inlet + duty / cold if cold > 0 else state.cold_outlet
    return ExchangerState(
        hot_outlet=hot_target + (state.hot_outlet - hot_target) * keep,
        cold_outlet=cold_target + (state.cold_outlet - cold_target) * keep,
        duty=duty,
    )
