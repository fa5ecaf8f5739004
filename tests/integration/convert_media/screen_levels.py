"""Compute what a usual screen shows of light that is brighter than it, one number at a time."""

from __future__ import annotations


def expected_level(light: float, peak: float = 1000.0, white: float = 203.0) -> float:
    """Return the level of sRGB of some light, by ITU-R BT.2390-11, 5.4.1, one number at a time."""

    def value(amount: float) -> float:
        root = (amount / 10_000) ** (1305 / 8192)
        return float(((107 / 128 + 2413 / 128 * root) / (1 + 2392 / 128 * root)) ** (2523 / 32))

    def amount(found: float) -> float:
        root = found ** (32 / 2523)
        return float(
            10_000 * (max(root - 107 / 128, 0) / (2413 / 128 - 2392 / 128 * root)) ** (8192 / 1305)
        )

    top, one = value(white) / value(peak), value(light) / value(peak)
    knee = 1.5 * top - 0.5
    if one >= knee:
        t = (one - knee) / (1 - knee)
        bend = (t**3 - 2 * t**2 + t) * (1 - knee)
        one = (2 * t**3 - 3 * t**2 + 1) * knee + bend + (3 * t**2 - 2 * t**3) * top
    shown = amount(one * value(peak)) / white
    level = 12.92 * shown if shown <= 0.0031308 else 1.055 * shown ** (1 / 2.4) - 0.055
    return 255 * level
