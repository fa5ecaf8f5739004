"""Discharges of real LG M50 cells, and a model of them: two RC pairs and the cell's heat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.validation.systems.samples import sample_file
from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.window import Floats, Run, Window

POINTS = 400
RATES = ("0p5C", "1C", "2C")
KELVIN, REFERENCE_KELVIN = 273.15, 298.15
PASSES = 4
"""Between temperature and resistance, which depend on each other; then they move by < 0.01 K."""

PARAMETERS = (
    Parameter("R0", "ohm", 0.030, 0.003, 0.2, True, 0.5),
    Parameter("R1", "ohm", 0.015, 0.001, 0.2, True, 0.7),
    Parameter("tau1", "s", 30.0, 2.0, 300.0, True, 0.7),
    Parameter("R2", "ohm", 0.020, 0.001, 0.3, True, 0.7),
    Parameter("tau2", "s", 1000.0, 300.0, 10_000.0, True, 0.7),
    Parameter("Q", "Ah", 5.0, 4.0, 6.0, True, 0.05),
    Parameter("activation0", "K", 1500.0, 0.0, 8000.0, False, 1500.0),
    Parameter("activation", "K", 2500.0, 0.0, 8000.0, False, 1500.0),
    Parameter("low", "1", 1.0, 0.0, 20.0, False, 3.0),
    Parameter("decline", "1", 8.0, 2.0, 40.0, True, 0.5),
    Parameter("heat_capacity", "J/K", 65.0, 20.0, 200.0, True, 0.3),
    Parameter("loss", "W/K", 0.2, 0.01, 1.0, True, 0.7),
)
"""R1 and R2 grow by `low` · exp(-`decline` · charge); all resistances fall with temperature."""


def space() -> ParameterSpace:
    """Return the twelve parameters with what is known of such cells beforehand."""
    return ParameterSpace(PARAMETERS)


@dataclass(frozen=True, eq=False)
class SlowDischarge:
    """The voltage at a tenth of the capacity per hour, over the charge left, and its current, A."""

    charge: Floats
    volts: Floats
    ampere: float

    def at(self, charge: Floats) -> Floats:
        """Return the voltage, beyond the ends that of the end."""
        return np.asarray(np.interp(charge, self.charge, self.volts), dtype=np.float64)


def slow_discharge(celsius: int) -> SlowDischarge:
    """Read the slow discharge of a temperature."""
    seconds, ampere, volts, _ = _discharge(f"T{celsius}_0p1C")
    drawn = np.concatenate([[0.0], np.cumsum(np.diff(seconds) * ampere[:-1])])
    charge = 1 - drawn / drawn[-1]
    return SlowDischarge(charge[::-1], volts[::-1], float(np.median(ampere)))


def discharge(celsius: int, rate: str) -> Run:
    """Return a discharge at 400 even points: ampere and the ambient °C in; volt and °C out."""
    seconds, ampere, volts, temperature = _discharge(f"T{celsius}_{rate}")
    times = np.linspace(seconds[0], seconds[-1], POINTS)
    logged = np.isfinite(temperature)
    warm = np.interp(times, seconds[logged], temperature[logged])
    start = np.full(POINTS, warm[0])
    inputs = np.column_stack([np.interp(times, seconds, ampere), start])
    outputs = np.column_stack([np.interp(times, seconds, volts), warm])
    return Run(f"{rate.replace('p', '.')} at {celsius} °C", Window(times, inputs, outputs))


def _discharge(name: str) -> tuple[Floats, Floats, Floats, Floats]:
    """Return time, discharge current, voltage and temperature while current flows."""
    file = sample_file(f"telemetry/battery-lgm50/rate_{name}.csv")
    table = np.genfromtxt(file, delimiter=",", skip_header=1)
    flows = np.flatnonzero(table[:, 1] < -0.01)
    seconds, ampere, volts, temperature = table[flows[0] : flows[-1] + 1].T
    rises = np.concatenate([[True], np.diff(seconds) > 0])
    return seconds[rises] - seconds[0], -ampere[rises], volts[rises], temperature[rises]


@dataclass(frozen=True, eq=False)
class CellWithHeat:
    """Whole discharges from a full cell at the ambient temperature; even steps."""

    slow: SlowDischarge

    @property
    def capabilities(self) -> Capabilities:
        """Return that whole runs are all that it does."""
        return Capabilities()

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return voltage and temperature [n, 2]."""
        of = dict(zip(space().names, parameters.tolist(), strict=True))
        step = float(window.times_seconds[1] - window.times_seconds[0])
        ampere, ambient = window.inputs.T
        charge = 1 - np.concatenate([[0.0], np.cumsum(ampere[:-1])]) * step / (3600 * of["Q"])
        grown = 1 + of["low"] * np.exp(-of["decline"] * np.maximum(charge, 0))
        # Even the slow discharge has a drop, that of a cell at rest but for its small current.
        steady = of["R0"] + (of["R1"] + of["R2"]) * grown
        rest = self.slow.at(charge) + self.slow.ampere * steady
        celsius, drop = ambient, np.zeros_like(ampere)
        for _ in range(PASSES):
            inverse = 1 / (celsius + KELVIN) - 1 / REFERENCE_KELVIN
            ohmic = of["R0"] * np.exp(of["activation0"] * inverse) * ampere
            slow = np.exp(of["activation"] * inverse) * grown * ampere
            drop = ohmic + sum(
                of[f"R{pair}"] * _lag(slow, step / of[f"tau{pair}"]) for pair in (1, 2)
            )
            heating = drop * ampere / of["loss"]
            celsius = ambient + _lag(heating, step * of["loss"] / of["heat_capacity"])
        return np.column_stack([rest - drop, celsius])


def _lag(values: Floats, ratio: float) -> Floats:
    """Return a first-order lag from rest; `ratio` is the step over its time."""
    decay = np.exp(-ratio)
    held = np.concatenate([[0.0], values[:-1]])
    return np.asarray(lfilter([1 - decay], [1, -decay], held), dtype=np.float64)
