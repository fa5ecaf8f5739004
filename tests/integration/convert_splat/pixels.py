"""Write the pixels of a picture as an array (height, width, 4)."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image


def main(source: str, target: str) -> None:
    """Decode a picture."""
    with Image.open(source) as image:
        np.save(target, np.asarray(image.convert("RGBA")))


if __name__ == "__main__":
    main(*sys.argv[1:])
