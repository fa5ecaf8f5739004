"""The pipes between the equipment, and what carries them."""

from __future__ import annotations

from product import STEEL, Part, Product
from solids import Point, Shape, X, Z, box, compound, cylinder, flange, pipe

MAIN = 168.3
COOLANT = 139.7


def piping(routes: dict[str, tuple[tuple[Point, ...], float]], ends: tuple[Point, ...]) -> Product:
    """Return the pipes by name; `ends` are open ends along X that get a flange."""
    pipes = tuple(
        Part(name, pipe(points, diameter), STEEL) for name, (points, diameter) in routes.items()
    )
    blinds = compound(flange(end, X, MAIN) for end in ends)
    return Product("Piping", parts=(*pipes, Part("end flanges", blinds, STEEL)))


def supports(points: tuple[Point, ...]) -> Shape:
    """Return posts that carry pipes whose axes pass through the points."""
    return compound(solid for point in points for solid in _support(point))


def _support(point: Point) -> tuple[Shape, Shape, Shape]:
    x, y, z = point
    under = z - MAIN / 2
    return (
        cylinder((x, y, 0), Z, 45, under),
        box((x - 140, y - 140, 0), (x + 140, y + 140, 24)),
        box((x - 90, y - 110, under - 30), (x + 90, y + 110, under + 4)),
    )
