"""P-101 and P-102: a horizontal centrifugal pump with its motor on one base frame."""

from __future__ import annotations

from product import DARK, EQUIPMENT, MACHINE, STEEL, Part, Product
from solids import Point, Shape, X, Z, around, box, compound, cone, cylinder, flange, torus

SHAFT = 500.0
"""Height of the shaft."""

PIPE = 168.3
INLET: Point = (-350.0, 0.0, SHAFT)
OUTLET: Point = (0.0, 0.0, 800.0)


def pump() -> Product:
    """Return the pump: suction against X, discharge upwards, motor along X."""
    return Product(
        "Centrifugal pump",
        parts=(
            Part("base frame", _frame(), STEEL),
            Part("casing", _casing(), EQUIPMENT),
            Part("nozzles", _nozzles(), EQUIPMENT),
            Part("bearing housing", _bearings(), MACHINE),
            Part("coupling guard", cylinder((330, 0, SHAFT), X, 115, 150), DARK),
            Part("motor", _motor(), MACHINE),
            Part("terminal box", box((640, -90, 690), (820, 90, 800), rounding=12), DARK),
        ),
    )


def _frame() -> Shape:
    return compound(
        [
            box((-300, -270, 0), (1230, 270, 110), rounding=15),
            box((-90, -150, 100), (90, 150, 380), rounding=10),
            box((540, -210, 100), (640, 210, 330), rounding=10),
            box((920, -210, 100), (1020, 210, 330), rounding=10),
        ]
    )


def _casing() -> Shape:
    return compound(
        [
            torus((0, 0, SHAFT), X, 165, 92),
            cylinder((-75, 0, SHAFT), X, 215, 150),
            cylinder((75, 0, SHAFT), X, 180, 45),
        ]
    )


def _nozzles() -> Shape:
    return compound(
        [
            cone((-340, 0, SHAFT), X, (PIPE / 2, 130), 280),
            flange(INLET, X, PIPE),
            cylinder((0, 0, SHAFT + 120), Z, PIPE / 2, 180),
            flange(OUTLET, Z, PIPE),
        ]
    )


def _bearings() -> Shape:
    return compound(
        [cone((115, 0, SHAFT), X, (150, 100), 70), cylinder((180, 0, SHAFT), X, 100, 160)]
    )


def _motor() -> Shape:
    centre = (480.0, 0.0, SHAFT)
    fin = box((540, -4, SHAFT + 180), (1030, 4, SHAFT + 222))
    return compound(
        [
            cylinder((520, 0, SHAFT), X, 190, 530),
            cylinder((480, 0, SHAFT), X, 215, 50),
            cylinder((1040, 0, SHAFT), X, 215, 40),
            cone((1080, 0, SHAFT), X, (212, 185), 120),
            *around(fin, centre, X, 30),
        ]
    )
