"""What a pump station measures: the physics of the simulated plant, with its instruments' noise."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from twin_local.plc.instruments import quantise
from twin_local.plc.physics.motor import Motor
from twin_local.plc.physics.pump import Pump, efficiency_at, flow_at
from twin_local.plc.physics.water import GRAVITY

BAR = 1e5
COLD = 998.2
"""kg/m³: water at 20 °C, which the model assumes; that of the plant is at 40 °C."""

NOISE = {
    "speed": (0.3, 0.1),
    "suction_pressure": (0.0012, 0.001),
    "discharge_pressure": (0.0012, 0.001),
    "flow": (0.03, 0.01),
    "power": (0.01, 0.001),
}
"""Standard deviation and resolution, as in `twin_local.plc.points`."""


@dataclass(frozen=True)
class Moment:
    """What is measured at one time (UTC seconds)."""

    time: float
    values: dict[str, float]


def measured(
    start: float,
    count: int,
    seconds: float,
    *,
    wear: float,
    density: float = COLD,
    seed: int = 1,
) -> Iterator[Moment]:
    """Yield what a pump with a wear (0 new, 1 worn out) shows while speed and pressures move."""
    noise = random.Random(seed)
    for index in range(count):
        phase = index * seconds
        speed = 1420.0 + 60.0 * math.sin(2 * math.pi * phase / 5400)
        suction = 0.25 + 0.08 * math.sin(2 * math.pi * phase / 3600 + 1)
        rise = 2.35 + 0.2 * math.sin(2 * math.pi * phase / 2700 + 2)
        head = rise * BAR / (density * GRAVITY)
        flow = flow_at(Pump(), head=head, speed=speed, wear=wear)
        shaft = rise * BAR * flow / efficiency_at(Pump(), flow=flow, speed=speed, wear=wear)
        power = shaft / Motor().efficiency + Motor().idle_loss
        truth = {
            "speed": speed,
            "suction_pressure": suction,
            "discharge_pressure": suction + rise,
            "flow": flow * 3600,
            "power": power / 1000,
        }
        shown = {
            name: quantise(value + noise.gauss(0.0, NOISE[name][0]), NOISE[name][1])
            for name, value in truth.items()
        }
        yield Moment(start + index * seconds, shown)


def with_gap(index: int, moment: Moment) -> dict[str, float]:
    """Return the values of a moment; of some of them the flow is missing."""
    values = dict(moment.values)
    if 100 <= index < 120:
        del values["flow"]
    return values
