"""Where everything of the pump station stands: millimetres, X along the flow, Z up."""

from __future__ import annotations

import exchanger as heat_exchanger
import pump as centrifugal_pump
import tank as vertical_tank
import valve as control_valve
from piping import COOLANT, MAIN, piping, supports
from product import CONCRETE, DARK, Part, Place, Product
from solids import Point, box

TANK: Point = (-4600.0, 0.0, 0.0)
PUMP_A: Point = (0.0, -1400.0, 0.0)
PUMP_B: Point = (0.0, 1400.0, 0.0)
EXCHANGER: Point = (3000.0, 0.0, 0.0)
VALVE: Point = (4600.0, -1900.0, 600.0)

HEADER_X = -1500.0
"""Where the suction header runs from pump to pump."""

EDGE_X = 6300.0
"""Where pipes leave the station."""


def station() -> Product:
    """Return the whole station; the names of its places are the assets of the site."""
    floor = Part("base plate", box((-7600, -2750, -150), (6700, 2750, 0), rounding=20), CONCRETE)
    return Product(
        "PS-1",
        places=(
            Place("foundation", Product("Foundation", parts=(floor, _supports()))),
            Place("T-101", vertical_tank.tank(), TANK),
            Place("P-101", (pump := centrifugal_pump.pump()), PUMP_A),
            Place("P-102", pump, PUMP_B),
            Place("E-101", heat_exchanger.exchanger(), EXCHANGER),
            Place("V-101", control_valve.valve(), VALVE),
            Place("piping", _piping()),
        ),
    )


def _piping() -> Product:
    tank_out = _at(TANK, vertical_tank.OUTLET)
    suction = [_at(place, centrifugal_pump.INLET) for place in (PUMP_A, PUMP_B)]
    discharge = [_at(place, centrifugal_pump.OUTLET) for place in (PUMP_A, PUMP_B)]
    ports = {name: _at(EXCHANGER, port) for name, port in _PORTS.items()}
    top, low = heat_exchanger.HIGH, heat_exchanger.LOW
    valve_out = _at(VALVE, control_valve.OUTLET)
    joined = (0.0, ports["hot in"][1], top)
    before, beside = 2500.0, VALVE[1]
    routes = {
        "tank outlet": ((tank_out, (HEADER_X, 0.0, tank_out[2])), MAIN),
        "suction header": (
            (
                suction[0],
                (HEADER_X, suction[0][1], suction[0][2]),
                (HEADER_X, suction[1][1], suction[1][2]),
                suction[1],
            ),
            MAIN,
        ),
        "discharge header": (
            (
                discharge[0],
                (0.0, discharge[0][1], top),
                (0.0, discharge[1][1], top),
                discharge[1],
            ),
            MAIN,
        ),
        "exchanger inlet": ((joined, ports["hot in"]), MAIN),
        "exchanger outlet": (
            (
                ports["hot out"],
                (before, ports["hot out"][1], low),
                (before, beside, low),
                VALVE,
            ),
            MAIN,
        ),
        "station outlet": ((valve_out, (EDGE_X, beside, low)), MAIN),
        "coolant inlet": (_around_the_exchanger(ports["cold in"], 1900.0), COOLANT),
        "coolant outlet": (_around_the_exchanger(ports["cold out"], 1500.0), COOLANT),
        "tank inlet": (
            (
                (-7200.0, 900.0, 0.0),
                (-7200.0, 900.0, 5200.0),
                (-5200.0, 900.0, 5200.0),
                (-5200.0, 900.0, 4300.0),
            ),
            MAIN,
        ),
    }
    ends = ((EDGE_X, beside, low), (EDGE_X, 1900.0, low), (EDGE_X, 1500.0, top))
    return piping(routes, ends)


_PORTS = {
    "hot in": heat_exchanger.HOT_INLET,
    "hot out": heat_exchanger.HOT_OUTLET,
    "cold in": heat_exchanger.COLD_INLET,
    "cold out": heat_exchanger.COLD_OUTLET,
}


def _around_the_exchanger(port: Point, side: float) -> tuple[Point, ...]:
    before = port[0] - 450.0
    return (port, (before, port[1], port[2]), (before, side, port[2]), (EDGE_X, side, port[2]))


def _supports() -> Part:
    low, top = heat_exchanger.LOW, heat_exchanger.HIGH
    points: tuple[Point, ...] = (
        (HEADER_X, 0.0, 500.0),
        (HEADER_X, -1000.0, 500.0),
        (HEADER_X, 1000.0, 500.0),
        (1700.0, -300.0, top),
        (3600.0, -1900.0, low),
        (5900.0, -1900.0, low),
        (3600.0, 1900.0, low),
        (5900.0, 1900.0, low),
        (3600.0, 1500.0, top),
        (5900.0, 1500.0, top),
    )
    return Part("pipe supports", supports(points), DARK)


def _at(place: Point, local: Point) -> Point:
    x, y, z = (a + b for a, b in zip(place, local, strict=True))
    return (x, y, z)
