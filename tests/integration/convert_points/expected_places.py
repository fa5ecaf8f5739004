"""Where PROJ itself puts every point of a LAS file on the globe, one by one.

`expected_places.py SOURCE TARGET CRS HEIGHT_UNIT` writes earth-centred metres, (n, 3), as .npy.
"""

from __future__ import annotations

import sys

import laspy
import numpy as np
from pyproj import CRS, Transformer


def main(source: str, target: str, crs: str, height_unit: str) -> None:
    points = laspy.read(source)
    to_globe = Transformer.from_crs(CRS(crs).to_3d(), 4978, always_xy=True)
    heights = np.asarray(points.z) * float(height_unit)
    places = to_globe.transform(np.asarray(points.x), np.asarray(points.y), heights)
    np.save(target, np.stack(places, axis=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
