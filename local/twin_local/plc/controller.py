"""One scan of the PLC: set-points within their limits, physics, instruments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from twin_local.plc.faults import FaultKind, Faults, read_fault
from twin_local.plc.instruments import Instruments, Reading, Weather
from twin_local.plc.physics.station import PUMPS, Setpoints, Station, step_station
from twin_local.plc.points import FLAGS, MEASUREMENTS, SETPOINTS

SCAN_SECONDS = 0.1

TARGETS: dict[FaultKind, frozenset[str]] = {
    "bearing_wear": frozenset(PUMPS),
    "cavitation": frozenset(PUMPS),
    "pump_trip": frozenset(PUMPS),
    "valve_stuck": frozenset({"V-101"}),
    "fouling": frozenset({"E-101"}),
    "sensor_stuck": frozenset(MEASUREMENTS),
    "sensor_bad_quality": frozenset(MEASUREMENTS),
}


@dataclass
class Controller:
    """The program of the PLC; `scan` runs once per 100 ms of plant time."""

    station: Station = field(default_factory=Station)
    setpoints: Setpoints = field(default_factory=Setpoints)
    faults: Faults = field(default_factory=Faults)
    weather: Weather = field(default_factory=Weather)
    instruments: Instruments = field(default_factory=lambda: Instruments(MEASUREMENTS))

    def scan(self, wanted: Mapping[str, float]) -> dict[str, Reading]:
        """Take the wanted set-points, move the plant by one scan, return what the PLC shows.

        A set-point beyond its limits is clamped, one that is not a number is ignored: the value
        shown for it says what the PLC holds.
        """
        for key, value in wanted.items():
            self._take(key, value)
        self.station = step_station(
            self.station,
            self.setpoints,
            self.faults,
            self.weather.step(SCAN_SECONDS),
            seconds=SCAN_SECONDS,
        )
        held = {key: Reading(point.read(self.setpoints), 1.0) for key, point in SETPOINTS.items()}
        flags = {
            key: Reading(float(flag.read(self.station, self.faults)), 1.0)
            for key, flag in FLAGS.items()
        }
        return {**self.instruments.read(self.station, self.faults), **flags, **held}

    def set_fault(self, kind: str, target: str, severity: float) -> None:
        """Switch a fault on, or off by severity 0; raise `UnknownFault`."""
        self.faults = self.faults.having(*read_fault(kind, target, severity, TARGETS))

    def clear_faults(self) -> None:
        """Switch every fault off."""
        self.faults = Faults()

    def _take(self, key: str, value: float) -> None:
        point = SETPOINTS[key]
        if not math.isfinite(value):
            return
        clamped = min(max(value, point.low), point.high)
        if clamped != point.read(self.setpoints):
            self.setpoints = point.write(self.setpoints, clamped)
