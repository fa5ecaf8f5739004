"""Gaussian splats in memory, in the frame and the units that training programs use.

Kerbl et al., 3D Gaussian Splatting for Real-Time Radiance Field Rendering, SIGGRAPH 2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversion_runtime.errors import SourceBoundsInvalid, SourceEmpty, SourceTooComplex

Array = NDArray[Any]

MAXIMUM_SPLATS = 10_000_000
"""Splats take some hundred bytes each; browsers draw a few millions."""

MOST_INVALID = 0.01
"""Training leaves single splats without a place; a file with more of them is damaged."""

HARMONICS_DEGREES = {0: 0, 3: 1, 8: 2, 15: 3}
"""Degree of spherical harmonics by how many coefficients each colour has beyond the first."""

LARGEST_COORDINATE = 8_000_000.0
"""Positions are numbers of 24 bits."""


@dataclass(frozen=True, eq=False)
class Splats:
    """Splats; the axes are right, down, forward, as cameras have them.

    Shapes: `positions` (n, 3), `log_scales` (n, 3) of natural logarithms, `rotations` (n, 4) of
    quaternions w, x, y, z, `opacities` (n,) before the logistic function, `colours` (n, 3) of
    harmonics of degree 0, `harmonics` (n, k, 3) of higher degrees.
    """

    positions: Array
    log_scales: Array
    rotations: Array
    opacities: Array
    colours: Array
    harmonics: Array

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def degree(self) -> int:
        """Return the degree of the spherical harmonics."""
        return HARMONICS_DEGREES[self.harmonics.shape[1]]

    def valid(self) -> Splats:
        """Return the splats that have a place and a shape, with rotations of length one.

        Raises:
            SourceEmpty: there are no splats.
            SourceBoundsInvalid: too many have none, or one is out of all bounds.
        """
        if not len(self):
            raise SourceEmpty("the file has no splats", expected="at least one")
        kept = self._is_valid()
        if np.count_nonzero(~kept) > MOST_INVALID * len(self) or not kept.any():
            raise SourceBoundsInvalid(
                "splats of the file have no finite place, size or colour",
                found=f"{np.count_nonzero(~kept)} of {len(self)} splats",
                expected=f"at most {MOST_INVALID:.0%}",
            )
        return self._chosen(kept)

    def _is_valid(self) -> Array:
        columns = (self.positions, self.log_scales, self.rotations, self.colours)
        finite = np.isfinite(self.opacities) & np.isfinite(self.harmonics).all(axis=(1, 2))
        for column in columns:
            finite &= np.isfinite(column).all(axis=1)
        bounded: Array = finite & (np.abs(self.positions) < LARGEST_COORDINATE).all(axis=1)
        return bounded

    def _chosen(self, kept: Array) -> Splats:
        rotations = self.rotations[kept].astype(np.float64)
        lengths = np.linalg.norm(rotations, axis=1, keepdims=True)
        rotations = np.divide(rotations, lengths, out=np.zeros_like(rotations), where=lengths > 0)
        rotations[lengths[:, 0] == 0, 0] = 1.0
        return Splats(
            positions=self.positions[kept],
            log_scales=self.log_scales[kept],
            rotations=rotations,
            opacities=self.opacities[kept],
            colours=self.colours[kept],
            harmonics=self.harmonics[kept],
        )


def check_number(count: int) -> None:
    """Require a number of splats that fits into memory.

    Raises:
        SourceTooComplex: there are more.
    """
    if count > MAXIMUM_SPLATS:
        raise SourceTooComplex(
            "the file has too many splats",
            found=f"{count} splats",
            expected=f"at most {MAXIMUM_SPLATS} splats",
        )
