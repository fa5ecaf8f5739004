"""What instruments make of the truth: noise, resolution, stuck and failed sensors.

The random source is seeded, so that a run can be repeated.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from twin_local.plc.faults import Faults
from twin_local.plc.physics.station import Disturbance, Station
from twin_local.plc.points import Measurement


@dataclass(frozen=True)
class Reading:
    """What an instrument shows; `health` runs from 1 (good) over 0.5 (uncertain) to 0 (failed)."""

    value: float
    health: float


@dataclass
class Instruments:
    """All instruments of the station; remembers what a stuck one shows."""

    measurements: dict[str, Measurement]
    random_source: random.Random = field(default_factory=lambda: random.Random(101))
    _stuck: dict[str, float] = field(default_factory=dict)

    def read(self, station: Station, faults: Faults) -> dict[str, Reading]:
        """Return what every instrument shows now."""
        return {
            key: self._show(key, point, point.read(station), faults)
            for key, point in self.measurements.items()
        }

    def _show(self, key: str, point: Measurement, truth: float, faults: Faults) -> Reading:
        failure = faults.severity("sensor_bad_quality", key)
        health = 1.0 if failure <= 0 else 0.5 if failure <= 0.5 else 0.0
        shown = self._with_noise(point, truth)
        if faults.severity("sensor_stuck", key) > 0:
            return Reading(self._stuck.setdefault(key, shown), health)
        self._stuck.pop(key, None)
        return Reading(shown, health)

    def _with_noise(self, point: Measurement, truth: float) -> float:
        # A machine at rest shows exactly nothing: the noise of these instruments is in the process.
        noise = self.random_source.gauss(0.0, point.noise) if truth != 0 else 0.0
        return quantise(max(truth + noise, point.lowest), point.quantum)


def quantise(value: float, quantum: float) -> float:
    """Return the nearest multiple of `quantum`; any value where it is 0."""
    if quantum <= 0:
        return value
    return round(round(value / quantum) * quantum, max(0, 1 - math.floor(math.log10(quantum))))


@dataclass
class Weather:
    """Slow random deviations of inflow and temperature: first-order filtered noise."""

    random_source: random.Random = field(default_factory=lambda: random.Random(102))
    inflow: float = 0.0
    temperature: float = 0.0

    def step(self, seconds: float) -> Disturbance:
        """Return the deviations after `seconds`."""
        self.inflow = self._walk(self.inflow, deviation=0.0008, minutes=1.5, seconds=seconds)
        self.temperature = self._walk(self.temperature, deviation=0.6, minutes=6, seconds=seconds)
        return Disturbance(self.inflow, self.temperature)

    def _walk(self, value: float, *, deviation: float, minutes: float, seconds: float) -> float:
        keep = math.exp(-seconds / (60 * minutes))
        return value * keep + self.random_source.gauss(0, deviation * math.sqrt(1 - keep**2))
