"""What the PLC shows, and what it takes."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SiteDocument
from twin_local.plc.addresses import UnknownPlcAddress, check_addresses
from twin_local.plc.controller import TARGETS, Controller
from twin_local.plc.faults import FAULT_TARGETS, UnknownFault
from twin_local.plc.instruments import quantise
from twin_local.plc.points import MEASUREMENTS, READABLE, SETPOINTS


@pytest.fixture(scope="module")
def site(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


def test_every_address_of_the_demo_site_exists(site: SiteDocument) -> None:
    check_addresses(site, READABLE, frozenset(SETPOINTS))


def test_address_that_the_physics_does_not_know_is_named(site: SiteDocument) -> None:
    stray = dataclasses.replace(
        site.signals[0], alias="/demo/X-9/y", address="ns=2;s=X-9.y", kind="measurement"
    )
    broken = dataclasses.replace(site, signals=(*site.signals, stray))
    with pytest.raises(UnknownPlcAddress) as caught:
        check_addresses(broken, READABLE, frozenset(SETPOINTS))
    assert caught.value.found == "/demo/X-9/y at ns=2;s=X-9.y"


def test_command_must_go_to_a_set_point(site: SiteDocument) -> None:
    stray = dataclasses.replace(site.commands[0], address="ns=2;s=P-101.flow")
    with pytest.raises(UnknownPlcAddress, match="1 addresses"):
        check_addresses(
            dataclasses.replace(site, commands=(stray,)), READABLE, frozenset(SETPOINTS)
        )


def test_healthy_station_shows_values_in_the_ranges_of_the_site(site: SiteDocument) -> None:
    controller = Controller()
    for _ in range(1200):
        shown = controller.scan({})
    for signal in site.signals:
        if signal.address is None or signal.range_low is None or signal.range_high is None:
            continue
        value = shown[signal.address.removeprefix("ns=2;s=")].value
        assert signal.range_low <= value <= signal.range_high, signal.alias


@pytest.mark.parametrize(("wanted", "held"), [(5000.0, 1600.0), (-1.0, 0.0), (900.0, 900.0)])
def test_set_point_is_clamped_by_the_plc(wanted: float, held: float) -> None:
    assert Controller().scan({"P-101.set_speed": wanted})["P-101.set_speed"].value == held


def test_set_point_that_is_not_a_number_is_ignored() -> None:
    assert Controller().scan({"P-101.set_speed": math.nan})["P-101.set_speed"].value == 1200.0


def test_stuck_sensor_shows_its_last_value_and_recovers() -> None:
    controller = Controller()
    controller.set_fault("sensor_stuck", "P-101.speed", 1.0)
    first = controller.scan({})["P-101.speed"].value
    for _ in range(50):
        stuck = controller.scan({})["P-101.speed"].value
    assert stuck == first
    controller.set_fault("sensor_stuck", "P-101.speed", 0.0)
    assert controller.scan({})["P-101.speed"].value != first


@pytest.mark.parametrize(("severity", "health"), [(0.0, 1.0), (0.4, 0.5), (1.0, 0.0)])
def test_failing_sensor_says_so_in_its_quality(severity: float, health: float) -> None:
    controller = Controller()
    controller.set_fault("sensor_bad_quality", "T-101.level", severity)
    assert controller.scan({})["T-101.level"].health == health


def test_tripped_pump_raises_its_fault_flag() -> None:
    controller = Controller()
    assert controller.scan({})["P-101.fault"].value == 0.0
    controller.set_fault("pump_trip", "P-101", 1.0)
    assert controller.scan({})["P-101.fault"].value == 1.0


@pytest.mark.parametrize(
    ("kind", "target", "severity"),
    [("melt", "P-101", 1.0), ("pump_trip", "V-101", 1.0), ("bearing_wear", "P-101", 1.5)],
)
def test_fault_that_makes_no_sense_is_refused(kind: str, target: str, severity: float) -> None:
    with pytest.raises(UnknownFault):
        Controller().set_fault(kind, target, severity)


def test_every_fault_has_targets_and_a_description() -> None:
    assert set(TARGETS) == set(FAULT_TARGETS)
    assert all(TARGETS.values())


def test_clearing_faults_clears_all() -> None:
    controller = Controller()
    controller.set_fault("valve_stuck", "V-101", 1.0)
    controller.clear_faults()
    assert controller.faults.active == {}


def test_instruments_show_multiples_of_their_resolution() -> None:
    assert quantise(3.14159, 0.01) == 3.14
    shown = Controller().scan({})
    for key, point in MEASUREMENTS.items():
        if point.quantum:
            steps = shown[key].value / point.quantum
            assert steps == pytest.approx(round(steps), abs=1e-6), key


def test_same_seed_shows_the_same_values() -> None:
    assert Controller().scan({}) == Controller().scan({})
