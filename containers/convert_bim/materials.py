"""Surface styles become glTF's materials."""

from __future__ import annotations

from dataclasses import dataclass, field

from convert_bim.shapes import Style
from glb_runtime.model import Material


@dataclass
class Materials:
    """Each style once; styles are named after entities, so names are left out."""

    _known: dict[tuple[tuple[float, float, float], float], Material] = field(default_factory=dict)

    def of(self, style: Style) -> Material:
        """Return the material of a style."""
        key = (style.colour, style.opacity)
        if key not in self._known:
            self._known[key] = _material(style)
        return self._known[key]


DEFAULT = Style("", (0.7, 0.7, 0.7), 1.0)
"""What has no style: a light grey."""


def _material(style: Style) -> Material:
    red, green, blue = (linear(value) for value in style.colour)
    return Material(
        base_colour=(red, green, blue, round(style.opacity, 4)),
        alpha_mode="OPAQUE" if style.opacity >= 1.0 else "BLEND",
    )


def linear(value: float) -> float:
    """Return an sRGB value, as IFC's viewers take colours to be, in linear light, as glTF has it.

    IEC 61966-2-1.
    """
    return round(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4, 6)
