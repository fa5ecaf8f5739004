"""What a converter measures of a part, besides its triangles.

Lengths are metres. Shapes are measured in their own frame, once per distinct shape, from the exact
surfaces and not from triangles, so that a finer tessellation changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Vector = tuple[float, float, float]
Matrix = tuple[float, ...]
"""A rigid transform: 16 numbers, row by row; the last row is 0 0 0 1."""

IDENTITY: Matrix = (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
SIGNIFICANT_DIGITS = 5
NOTHING = 1e-12
"""Below this a measure (m³, m², m⁵) is numerical noise: a cube of 0.1 mm has 1e-12 m³."""


@dataclass(frozen=True)
class Box:
    """An axis-parallel box in metres."""

    minimum: Vector
    maximum: Vector

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Box:
        """Read what `dataclasses.asdict` wrote."""
        return cls(vector(value["minimum"]), vector(value["maximum"]))


@dataclass(frozen=True)
class PartIdentity:
    """What the source itself calls an occurrence; a text is empty where the source has none.

    STEP: `product_id` and `product_name` of its PRODUCT, `instance_id` and `instance_name` of its
    NEXT_ASSEMBLY_USAGE_OCCURRENCE (ISO 10303-41). Exporters number instance ids anew each time, so
    an id is no proof. `global_id` is one that the source format promises to keep, such as the
    GlobalId of IFC (ISO 16739-1).
    """

    product_id: str = ""
    product_name: str = ""
    instance_id: str = ""
    instance_name: str = ""
    global_id: str = ""


@dataclass(frozen=True)
class ShapeFacts:
    """Measures of one distinct shape in its own frame; volume 0 where there is no solid.

    `inertia` is the tensor about the centre at density 1 in m⁵ (m⁴ for surfaces): xx, yy, zz, xy,
    xz, yz. `moments` are its principal values, rising: they do not depend on the frame.
    """

    signature: str
    volume_cubic_metres: float
    area_square_metres: float
    centre_metres: Vector
    box: Box
    inertia: tuple[float, ...]
    moments: Vector
    faces: int
    edges: int
    vertices: int

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ShapeFacts:
        """Read what `dataclasses.asdict` wrote."""
        read = {
            "box": Box.from_dict(value["box"]),
            "centre_metres": vector(value["centre_metres"]),
            "inertia": tuple(value["inertia"]),
            "moments": vector(value["moments"]),
        }
        return cls(**{**value, **read})


def signature(volume: float, area: float, moments: Vector, counts: tuple[int, int, int]) -> str:
    """Return the digest of numbers that neither rotation nor translation changes.

    They are volume (m³), area (m²), the principal moments (m⁵, or m⁴ for surfaces), each to
    5 significant digits and 0 below 1e-12, and the numbers of faces, edges and vertices. Equal
    digests say that shapes are equal; different ones do not say that they differ, as a value may
    lie at the border of two roundings: compare the numbers then. A mirror image has the same
    digest.
    """
    numbers = (_rounded(value) for value in (volume, area, *moments))
    text = " ".join((*numbers, *map(str, counts)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def vector(values: Sequence[float]) -> Vector:
    """Return the three numbers of a JSON list."""
    x, y, z = values
    return (x, y, z)


def _rounded(value: float) -> str:
    return "0" if abs(value) < NOTHING else f"{value:.{SIGNIFICANT_DIGITS - 1}e}"
