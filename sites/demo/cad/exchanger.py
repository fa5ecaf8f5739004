"""E-101: a plate heat exchanger with four ports in its front plate."""

from __future__ import annotations

from product import DARK, EQUIPMENT, MACHINE, STEEL, Part, Product
from solids import Point, Shape, X, box, compound, cylinder, flange

PIPE = 168.3
LOW, HIGH, SIDE = 600.0, 1700.0, 300.0
HOT_INLET: Point = (0.0, -SIDE, HIGH)
HOT_OUTLET: Point = (0.0, -SIDE, LOW)
COLD_INLET: Point = (0.0, SIDE, LOW)
COLD_OUTLET: Point = (0.0, SIDE, HIGH)
PORTS = (HOT_INLET, HOT_OUTLET, COLD_INLET, COLD_OUTLET)

PLATES = 28
PITCH = 30.0
FRONT = 120.0
BACK = FRONT + PLATES * PITCH
END = BACK + 700.0


def exchanger() -> Product:
    """Return the exchanger; its ports look against X from the origin."""
    return Product(
        "Plate heat exchanger",
        parts=(
            Part("frame plate", _plate(60.0), EQUIPMENT),
            Part("pressure plate", _plate(BACK), EQUIPMENT),
            Part("plate pack", _pack(), STEEL),
            Part("ports", _ports(), EQUIPMENT),
            Part("guide bars", _bars(), MACHINE),
            Part("tie bolts", _bolts(), DARK),
        ),
    )


def _plate(at: float) -> Shape:
    feet = [box((at, y - 70, 0), (at + 60, y + 70, 260)) for y in (-380.0, 380.0)]
    return compound([box((at, -520, 240), (at + 60, 520, 2080), rounding=20), *feet])


def _pack() -> Shape:
    plates = (FRONT + PITCH * index for index in range(PLATES))
    return compound(box((x + 3, -430, 380), (x + PITCH - 6, 430, 1930)) for x in plates)


def _ports() -> Shape:
    necks = [cylinder((0, y, z), X, PIPE / 2, 80) for _, y, z in PORTS]
    return compound([*necks, *(flange(port, X, PIPE) for port in PORTS)])


def _bars() -> Shape:
    bars = [cylinder((60, 0, z), X, 45, END - 60) for z in (310.0, 2000.0)]
    return compound([*bars, box((END - 60, -110, 0), (END, 110, 2080), rounding=15)])


def _bolts() -> Shape:
    heights = (480.0, 870.0, 1260.0, 1650.0, 1840.0)
    return compound(
        cylinder((10, y, z), X, 22, BACK + 180) for y in (-480.0, 480.0) for z in heights
    )
