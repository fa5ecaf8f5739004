"""Colours as people write them, in sRGB, become linear ones, as glTF has them."""

from __future__ import annotations

import numpy as np

from glb_runtime.model import Array


def linear(encoded: Array) -> Array:
    """Return linear colours from 0 to 1 of sRGB ones; a fourth part is opacity and stays.

    IEC 61966-2-1.
    """
    colours = np.clip(np.asarray(encoded, float), 0.0, 1.0)
    low = colours <= 0.04045
    decoded: Array = np.where(low, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    decoded[..., 3:] = colours[..., 3:]
    return decoded


def opaque(colours: Array) -> Array:
    """Return colours (n, 3) with full opacity as a fourth part."""
    return np.concatenate((colours, np.ones((len(colours), 1))), axis=1)
