"""Where an asset is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Frame = Literal["site", "wgs84"]
"""`site`: metres in the scene, Y up. `wgs84`: degrees east, degrees north, metres of height."""

Point = tuple[float, float, float]


@dataclass(frozen=True)
class BoundingBox:
    """An axis-parallel box; each coordinate of `minimum` is at most that of `maximum`."""

    frame: Frame
    minimum: Point
    maximum: Point
