"""Gaussian splats, as PLY or .splat → SPZ, SOG and a thumbnail."""

from __future__ import annotations

import os
from pathlib import Path

from conversion_runtime.order import Converted, Order

SPLATS_FILE = "splats.spz"
SOG_FILE = "splats.sog"


def convert(order: Order) -> Converted:
    """Convert one file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Many small products of matrices: threads would spend more time waiting for one another.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Only here: the limits must hold before the libraries are loaded.
    from convert_splat.facts import facts_of
    from convert_splat.sog import write_sog
    from convert_splat.source import read_source
    from convert_splat.spz import write_spz
    from convert_splat.thumbnail import THUMBNAIL_FILE, draw

    source = read_source(order.source)
    splats = source.valid()
    step = write_spz(splats, Path(SPLATS_FILE))
    sog = write_sog(splats, Path(SOG_FILE))
    draw(splats, Path(THUMBNAIL_FILE))
    facts = facts_of(splats, step, left_out=len(source) - len(splats))
    return Converted((SPLATS_FILE, SOG_FILE, THUMBNAIL_FILE), {**facts, **sog})
