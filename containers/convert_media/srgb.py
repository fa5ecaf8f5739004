"""From the light of other colours to the values of sRGB.

Sources: IEC 61966-2-1 (sRGB), ITU-R BT.2087-0, 2.2 (BT.2020), SMPTE EG 432-1 with the white of D65
(P3); ISO/IEC 23091-2, 8.1 for the numbers of the primaries.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Picture = NDArray[np.uint8]
Light = NDArray[np.float32]

BT709, BT2020, P3 = 1, 9, 12
INTO_SRGB = {
    BT709: np.eye(3, dtype=np.float32),
    BT2020: np.array(
        ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187)),
        np.float32,
    ),
    P3: np.array(
        ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)), np.float32
    ),
}
"""By the number of the primaries."""

_STEPS = 16_384
"""The darkest value of the screen is one of 3,300 of light."""


def screen_values(light: Light) -> Picture:
    """Return the values of light from 0 to 1; what is outside of it is cut."""
    places = (np.clip(light, 0, 1) * (_STEPS - 1)).round().astype(np.int32)
    shown: Picture = _VALUES[places]
    return shown


def screen_light(values: Picture) -> Light:
    """Return the light, from 0 to 1, of values."""
    light: Light = _LIGHT[values]
    return light


def _encoded(light: Numbers) -> Picture:
    values = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return (values * 255).round().astype(np.uint8)


def _decoded(values: Numbers) -> Light:
    light = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)


_VALUES = _encoded(np.linspace(0, 1, _STEPS))
_LIGHT = _decoded(np.arange(256) / 255)
