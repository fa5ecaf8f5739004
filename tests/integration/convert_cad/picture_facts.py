"""Say size, share of covered pixels and cover of the corners of a picture; run by the image."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image

with Image.open(sys.argv[1]) as picture:
    cover = np.asarray(picture.convert("RGBA"))[..., 3]
corners = int(cover[0, 0]) + int(cover[0, -1]) + int(cover[-1, 0]) + int(cover[-1, -1])
print(f"{picture.width}x{picture.height} {(cover > 0).mean():.4f} {corners}")
