"""The station obeys the laws it is built from."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin_local.plc.faults import Faults
from twin_local.plc.physics.exchanger import effectiveness
from twin_local.plc.physics.network import solve_header_head
from twin_local.plc.physics.pump import Pump, efficiency_at, flow_at, shutoff_head
from twin_local.plc.physics.station import Disturbance, Setpoints, Station, step_station
from twin_local.plc.physics.tank import Tank, TankState, step_tank
from twin_local.plc.physics.valve import Valve, step_valve, valve_loss
from twin_local.plc.physics.water import vapour_head_metres

PUMP = Pump()
CALM = Disturbance()


def run(
    seconds: float,
    setpoints: Setpoints | None = None,
    faults: Faults | None = None,
    station: Station | None = None,
) -> Station:
    station = station or Station()
    for _ in range(round(seconds / 0.1)):
        station = step_station(
            station, setpoints or Setpoints(), faults or Faults(), CALM, seconds=0.1
        )
    return station


RUNNING = run(120)


@given(st.floats(300, 1600), st.floats(0.2, 0.99))
def test_affinity_laws_hold(speed: float, part: float) -> None:
    """At half the speed the same point of the curve has half the flow and a quarter of the head."""
    head = part * shutoff_head(PUMP, speed=speed, wear=0)
    flow = flow_at(PUMP, head=head, speed=speed, wear=0)
    half = flow_at(PUMP, head=head / 4, speed=speed / 2, wear=0)
    assert half == pytest.approx(flow / 2, rel=1e-9)
    full_efficiency = efficiency_at(PUMP, flow=flow, speed=speed, wear=0)
    assert efficiency_at(PUMP, flow=half, speed=speed / 2, wear=0) == pytest.approx(full_efficiency)


def test_pump_never_runs_backwards_against_a_higher_head() -> None:
    assert flow_at(PUMP, head=100.0, speed=1450, wear=0) == 0.0


@given(st.floats(0, 0.02), st.floats(0, 0.02), st.floats(0.1, 3.8))
def test_tank_keeps_its_mass(inflow: float, outflow: float, level: float) -> None:
    tank = Tank()
    after = step_tank(tank, TankState(level), inflow=inflow, outflow=outflow, seconds=1.0)
    stored = (after.level - level) * tank.area
    assert stored + after.overflow == pytest.approx(inflow - outflow, abs=1e-9)


def test_full_tank_spills_what_does_not_fit() -> None:
    tank = Tank()
    after = step_tank(tank, TankState(tank.weir), inflow=0.01, outflow=0.004, seconds=1.0)
    assert after.level == tank.weir
    assert after.overflow == pytest.approx(0.006)


@given(st.floats(1e3, 1e5), st.floats(1e3, 1e5), st.floats(1e2, 1e6))
def test_exchanger_is_never_better_than_thermodynamics(
    hot: float, cold: float, conductance: float
) -> None:
    degree = effectiveness(hot_capacity=hot, cold_capacity=cold, conductance=conductance)
    assert 0 < degree <= 1
    assert degree == pytest.approx(
        effectiveness(hot_capacity=cold, cold_capacity=hot, conductance=conductance)
    )


def test_exchanger_with_equal_capacities_follows_its_limit() -> None:
    exact = effectiveness(hot_capacity=1e4, cold_capacity=1e4, conductance=2e4)
    near = effectiveness(hot_capacity=1e4, cold_capacity=1e4 * 1.001, conductance=2e4)
    assert exact == pytest.approx(2 / 3)
    assert near == pytest.approx(exact, rel=1e-3)


def test_water_boils_at_its_boiling_point() -> None:
    assert vapour_head_metres(100.0) * 992.2 * 9.80665 == pytest.approx(101_325, rel=0.01)


def test_header_balances_supply_and_demand() -> None:
    loss = 1e5
    curves = [lambda head: flow_at(PUMP, head=head, speed=1450, wear=0)] * 2
    head, flow = solve_header_head(curves, highest_head=36, static_head=9, loss=loss)
    assert flow == pytest.approx(math.sqrt((head - 9) / loss), rel=1e-6)


def test_shut_line_has_no_flow() -> None:
    shut = run(60, setpoints=replace(Setpoints(), opening=0.0), station=RUNNING)
    assert shut.flow == 0.0
    assert shut.pumps["P-101"].head > RUNNING.pumps["P-101"].head


def test_valve_takes_its_stroke_time() -> None:
    valve = Valve(stroke_seconds=20)
    assert step_valve(valve, 0.0, target=1.0, stuck=False, seconds=5) == pytest.approx(0.25)
    assert step_valve(valve, 0.4, target=1.0, stuck=True, seconds=5) == 0.4
    assert valve_loss(valve, 0.0) is None


def test_pump_speed_follows_its_set_point_by_a_ramp() -> None:
    slow = replace(Setpoints(), speed={"P-101": 900.0, "P-102": 0.0})
    after = run(1.0, setpoints=slow, station=RUNNING)
    assert after.pumps["P-101"].motor.speed == pytest.approx(1200 - 60, abs=1)
    assert run(10, setpoints=slow, station=RUNNING).pumps["P-101"].motor.speed == 900.0


def test_energy_of_the_pump_is_conserved() -> None:
    pump = RUNNING.pumps["P-101"]
    hydraulic = 992.2 * 9.80665 * pump.flow * pump.head
    assert 0 < hydraulic < pump.motor.power
    assert hydraulic / pump.motor.power == pytest.approx(0.62, abs=0.06)


def test_worn_bearing_shakes_heats_and_costs_head() -> None:
    worn = run(600, faults=Faults().having("bearing_wear", "P-101", 0.8), station=RUNNING)
    healthy = run(600, station=RUNNING)
    bad, good = worn.pumps["P-101"], healthy.pumps["P-101"]
    assert bad.vibration > 7.1 > good.vibration
    assert bad.motor.bearing > good.motor.bearing + 5
    assert bad.head < good.head


def test_blocked_suction_makes_the_pump_cavitate() -> None:
    blocked = run(60, faults=Faults().having("cavitation", "P-101", 1.0), station=RUNNING)
    assert blocked.pumps["P-101"].vibration > 2 * RUNNING.pumps["P-101"].vibration
    assert blocked.flow < RUNNING.flow


def test_tripped_pump_coasts_down_without_power() -> None:
    tripped = run(20, faults=Faults().having("pump_trip", "P-101", 1.0), station=RUNNING)
    assert tripped.pumps["P-101"].motor.speed == 0.0
    assert tripped.pumps["P-101"].motor.power == 0.0


def test_second_pump_assists_at_a_high_level() -> None:
    high = replace(RUNNING, tank=TankState(3.5))
    assert run(60, station=high).pumps["P-102"].flow > 0
    assert RUNNING.pumps["P-102"].flow == 0.0


def test_fouling_lowers_the_duty() -> None:
    fouled = run(120, faults=Faults().having("fouling", "E-101", 0.8), station=RUNNING)
    assert fouled.exchanger.duty < 0.8 * run(120, station=RUNNING).exchanger.duty


def test_same_inputs_give_the_same_station() -> None:
    assert run(30) == run(30)


def test_station_stays_within_the_ranges_of_its_instruments_for_hours() -> None:
    station = Station()
    for _ in range(6 * 60):
        station = step_station(station, Setpoints(), Faults(), CALM, seconds=10.0)
        assert 0 < station.tank.level <= 3.9
        assert station.pumps["P-101"].motor.winding < 110
