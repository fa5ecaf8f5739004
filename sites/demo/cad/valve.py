"""V-101: a globe control valve with a pneumatic actuator."""

from __future__ import annotations

from product import DARK, EQUIPMENT, MACHINE, Part, Product
from solids import Point, Shape, X, Z, box, compound, cone, cylinder, flange, sphere

PIPE = 168.3
LENGTH = 480.0
OUTLET: Point = (LENGTH, 0.0, 0.0)
MIDDLE = LENGTH / 2


def valve() -> Product:
    """Return the valve; it begins at the origin and flows along X."""
    return Product(
        "Control valve",
        parts=(
            Part("body", _body(), EQUIPMENT),
            Part("bonnet", _bonnet(), MACHINE),
            Part("actuator", _actuator(), EQUIPMENT),
            Part("positioner", _positioner(), DARK),
        ),
    )


def _body() -> Shape:
    return compound(
        [
            cone((0, 0, 0), X, (PIPE / 2, 125), MIDDLE),
            cone((MIDDLE, 0, 0), X, (125, PIPE / 2), MIDDLE),
            sphere((MIDDLE, 0, 0), 150),
            flange((0, 0, 0), X, PIPE),
            flange(OUTLET, X, PIPE),
        ]
    )


def _bonnet() -> Shape:
    posts = [cylinder((MIDDLE, y, 240), Z, 18, 260) for y in (-85.0, 85.0)]
    return compound(
        [
            cylinder((MIDDLE, 0, 100), Z, 95, 110),
            cylinder((MIDDLE, 0, 205), Z, 130, 35),
            cylinder((MIDDLE, 0, 240), Z, 22, 260),
            *posts,
        ]
    )


def _actuator() -> Shape:
    return compound(
        [
            cylinder((MIDDLE, 0, 500), Z, 110, 40),
            cone((MIDDLE, 0, 540), Z, (120, 230), 70),
            cylinder((MIDDLE, 0, 605), Z, 250, 24),
            cone((MIDDLE, 0, 629), Z, (230, 110), 90),
            cylinder((MIDDLE, 0, 715), Z, 45, 50),
        ]
    )


def _positioner() -> Shape:
    return box((MIDDLE - 70, -210, 310), (MIDDLE + 70, -100, 450), rounding=10)
