"""What the station is made of: products with named, coloured parts and named places."""

from __future__ import annotations

from dataclasses import dataclass, field

from solids import Point, Shape

# Greys of an ISA-101 display: colour is for what is abnormal, and the console gives it.
CONCRETE = (0.80, 0.81, 0.82)
STEEL = (0.70, 0.72, 0.74)
EQUIPMENT = (0.60, 0.63, 0.66)
MACHINE = (0.48, 0.51, 0.54)
DARK = (0.36, 0.38, 0.41)

Colour = tuple[float, float, float]
"""Red, green and blue in sRGB, from 0 to 1."""


@dataclass(frozen=True)
class Part:
    """One named solid, or several that belong together."""

    name: str
    shape: Shape
    colour: Colour


@dataclass(frozen=True)
class Place:
    """A product at a place; `name` is the instance's name: the asset's id where it is one."""

    name: str
    product: Product
    at: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Product:
    """A part or an assembly that may occur several times."""

    name: str
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = field(default=())
