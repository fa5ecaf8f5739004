"""The unit and the up axis of a file, and the way from there to glTF's metres and Y up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceUnsupported
from conversion_runtime.order import Facts, Parameters
from glb_runtime.model import Array

TURNS = {
    "x": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    "y": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "z": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
}
"""Rotations by the axis that is up, as COLLADA has them: X up has minus Y to the right."""


@dataclass(frozen=True)
class Frame:
    """How long the unit of a file is, and which of its axes is up.

    `is_stated` says that the file says so; else the order's parameters do.
    """

    metres_per_unit: float
    up_axis: str
    is_stated: bool

    @classmethod
    def ordered(cls, parameters: Parameters) -> Frame:
        """Return the frame of a format that has none, as the parameters say.

        Raises:
            SourceUnsupported: the parameters say no length or no axis.
        """
        length, axis = float(parameters["metres_per_unit"]), str(parameters["up_axis"])
        if not (math.isfinite(length) and length > 0 and axis in TURNS):
            raise SourceUnsupported(
                "the parameters name no unit or no axis",
                found=f"{length} and {axis[:20]}",
                expected="a length in metres, and x, y or z",
            )
        return cls(length, axis, is_stated=False)

    @property
    def matrix(self) -> Array:
        """Return the matrix (4, 4) from the file's coordinates to glTF's."""
        matrix = np.eye(4)
        matrix[:3, :3] = np.array(TURNS[self.up_axis], float) * self.metres_per_unit
        return matrix

    @property
    def facts(self) -> Facts:
        """Return what a user may want to correct."""
        return {
            "metres_per_unit": self.metres_per_unit,
            "up_axis": self.up_axis,
            "frame_source": "file" if self.is_stated else "assumed",
        }


METRES_Y_UP = Frame(1.0, "y", is_stated=True)
