"""What is really drawn: the colours of a picture, read with the browser's own decoder."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Locator

STEP = 3
"""Every third pixel across and down is enough."""

DECODE = """
async ([text, step]) => {
  const blob = await (await fetch(`data:image/png;base64,${text}`)).blob();
  const picture = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const pixels = [];
  for (let y = 0; y < picture.height; y += step) {
    for (let x = 0; x < picture.width; x += step) {
      const at = (y * picture.width + x) * 4;
      pixels.push([data[at], data[at + 1], data[at + 2]]);
    }
  }
  return pixels;
}
"""


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def is_alarm_red(self) -> bool:
        """Return whether this is the colour of priority 1, in light or in shade."""
        return self.red > 110 and self.red > 1.8 * self.green and self.red > 1.6 * self.blue

    @property
    def is_grey(self) -> bool:
        """Return whether this has hardly any hue."""
        return max(self) - min(self) <= 24


def colours_of(part: Locator) -> list[Colour]:
    """Return the colours of a part of a page, as a user sees it."""
    text = base64.b64encode(part.screenshot()).decode("ascii")
    blank = part.page.context.new_page()
    try:
        return [Colour(*pixel) for pixel in blank.evaluate(DECODE, [text, STEP])]
    finally:
        blank.close()


def share(colours: list[Colour], holds: Callable[[Colour], bool]) -> float:
    """Return the share of colours for which something holds, from 0 to 1."""
    return sum(map(holds, colours)) / len(colours)
