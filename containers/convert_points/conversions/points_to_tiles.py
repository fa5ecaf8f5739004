"""Point clouds → COPC, 3D Tiles, a picture, and what they are in numbers."""

from __future__ import annotations

import os

from conversion_runtime.order import Converted, Order


def convert(order: Order) -> Converted:
    """Convert one file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Small matrices are multiplied: more threads of BLAS would only wait for each other.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from convert_points.derivatives import write_derivatives
    from convert_points.readers.any_format import read

    return write_derivatives(read(order.source, order.limits), order.folder)
