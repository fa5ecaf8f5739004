"""What a user may want to know of splats."""

from __future__ import annotations

import numpy as np

from conversion_runtime.order import Facts
from convert_splat.splats import Splats


def facts_of(splats: Splats, step: float, *, left_out: int) -> Facts:
    """Return counts and the size; the unit is the training's own, which is seldom the metre."""
    size = np.ptp(splats.positions.astype(float), axis=0)
    return {
        "splats": len(splats),
        "harmonics_degree": splats.degree,
        "width_units": round(float(size[0]), 6),
        "height_units": round(float(size[1]), 6),
        "depth_units": round(float(size[2]), 6),
        "position_step_units": step,
        **({"splats_left_out": left_out} if left_out else {}),
    }
