"""Gaussian splats, as PLY or .splat → SPZ and a thumbnail."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.order import Converted, Order

SPLATS_FILE = "splats.spz"


def convert(order: Order) -> Converted:
    """Convert one file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the limits must hold before the libraries are loaded.
    from convert_splat.facts import facts_of
    from convert_splat.source import read_source
    from convert_splat.spz import write_spz
    from convert_splat.thumbnail import THUMBNAIL_FILE, draw

    source = read_source(order.source)
    splats = source.valid()
    step = write_spz(splats, Path(SPLATS_FILE))
    draw(splats, Path(THUMBNAIL_FILE))
    return Converted(
        (SPLATS_FILE, THUMBNAIL_FILE), facts_of(splats, step, left_out=len(source) - len(splats))
    )
