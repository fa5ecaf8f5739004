"""Print size and share of drawn pixels of a picture: `look.py FILE`."""

from __future__ import annotations

import json
import sys

import numpy as np
from PIL import Image

if __name__ == "__main__":
    picture = Image.open(sys.argv[1])
    pixels = np.asarray(picture.convert("RGB"), int)
    drawn = (np.abs(pixels - pixels[0, 0]) > 20).any(axis=2)
    print(json.dumps({"size": picture.size, "drawn": float(drawn.mean())}))
