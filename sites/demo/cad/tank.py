"""T-101: a vertical tank of four metres with a conical roof, ladder and level gauge."""

from __future__ import annotations

import math

from product import CONCRETE, DARK, EQUIPMENT, STEEL, Part, Product
from solids import Point, Shape, X, Z, compound, cone, cylinder, flange, torus, turned

RADIUS = 1950.0
FLOOR = 150.0
HEIGHT = 4000.0
NOZZLE_HEIGHT = 500.0
NOZZLE_REACH = 300.0
PIPE = 168.3
"""Outer diameter of DN 150."""

TOP = FLOOR + HEIGHT
OUTLET: Point = (RADIUS + NOZZLE_REACH, 0.0, NOZZLE_HEIGHT)


def tank() -> Product:
    """Return the tank; its axis is Z, its outlet looks along X."""
    return Product(
        "Vertical tank",
        parts=(
            Part("plinth", cylinder((0, 0, 0), Z, RADIUS + 150, FLOOR), CONCRETE),
            Part("shell", _shell(), EQUIPMENT),
            Part("roof", _roof(), EQUIPMENT),
            Part("outlet", _outlet(), STEEL),
            Part("manhole", _manhole(), STEEL),
            Part("level gauge", _gauge(), DARK),
            Part("ladder", _ladder(), DARK),
            Part("guard rail", _guard_rail(), DARK),
        ),
    )


def _shell() -> Shape:
    rings = [torus((0, 0, z), Z, RADIUS, 35) for z in (FLOOR + 40, 1500, 2800, TOP - 20)]
    return compound([cylinder((0, 0, FLOOR), Z, RADIUS, HEIGHT), *rings])


def _roof() -> Shape:
    hatch = cylinder((0, 0, TOP + 380), Z, 260, 160)
    lid = cylinder((0, 0, TOP + 540), Z, 320, 40)
    return compound([cone((0, 0, TOP), Z, (RADIUS, 250), 400), hatch, lid])


def _outlet() -> Shape:
    neck = cylinder((RADIUS - 60, 0, NOZZLE_HEIGHT), X, PIPE / 2, NOZZLE_REACH + 60)
    return compound([neck, flange(OUTLET, X, PIPE)])


def _manhole() -> Shape:
    neck = cylinder((RADIUS - 60, 0, 900), X, 300, 200)
    lid = cylinder((RADIUS + 120, 0, 900), X, 380, 60)
    return turned(compound([neck, lid]), (0, 0, 0), Z, -70)


def _gauge() -> Shape:
    reach = RADIUS + 140
    tube = cylinder((reach, 0, 450), Z, 35, HEIGHT - 500)
    arms = [cylinder((RADIUS - 50, 0, z), X, 28, 200) for z in (500, TOP - 250)]
    return turned(compound([tube, *arms]), (0, 0, 0), Z, -35)


def _ladder() -> Shape:
    reach, side = RADIUS + 180, 230.0
    rails = [cylinder((reach, y, 0), Z, 24, TOP + 1000) for y in (-side, side)]
    rungs = [
        cylinder((reach, -side, 300.0 + 300 * step), (0, 1, 0), 14, 2 * side) for step in range(14)
    ]
    return turned(compound([*rails, *rungs]), (0, 0, 0), Z, -110)


def _guard_rail() -> Shape:
    reach = RADIUS - 60
    posts = [
        cylinder((reach * math.cos(angle), reach * math.sin(angle), TOP), Z, 20, 1000)
        for angle in (2 * math.pi * index / 16 for index in range(16))
    ]
    rails = [torus((0, 0, TOP + height), Z, reach, 20) for height in (520, 1000)]
    return compound([*posts, *rails])
