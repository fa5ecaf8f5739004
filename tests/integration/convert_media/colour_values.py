"""What photos of other colours show in their four quarters, and the profiles of those colours."""

from __future__ import annotations

from tests.integration.convert_media import colour_profiles as icc
from tests.integration.convert_media import colours

INKS = ((255, 0, 0, 0), (0, 255, 0, 0), (255, 255, 0, 0), (0, 0, 0, 255))
MIXED_INKS = ((128, 0, 0, 0), (0, 255, 255, 0), (255, 0, 255, 0), (255, 255, 255, 255))
LEVELS = ((200, 100, 50), (60, 180, 90), (40, 80, 220), (128, 128, 128))
LIGHTS = (5.0, 50.0, 203.0, 800.0)
"""Candelas a square metre of greys, the last brighter than a usual screen."""

GREYS = (0, 100, 200, 255)
LAB = ((60, 40, 30), (70, -40, 40), (40, 20, -50), (50, 0, 0))
OPACITY = 128
GREY_POWER = 1.8

PRINTER, PRINTER_IN_8_BITS = icc.of_printer(), icc.of_printer("mft1")
DISPLAY_P3 = icc.of_screen(colours.DISPLAY_P3, icc.curve_of_srgb())
ADOBE_RGB = icc.of_screen(colours.ADOBE_RGB, icc.power(colours.ADOBE_RGB_POWER))
GREY_OF_18 = icc.of_grey(icc.power(GREY_POWER))
