"""Compute every product anew by the exact kernel alone; run by the image's own interpreter.

`reference.py FILE` prints `{GlobalId: [class, volume in m³, low corner, high corner]}`: world
coordinates in metres, Z up.
"""

from __future__ import annotations

import json
import sys

import ifcopenshell
import ifcopenshell.geom
import numpy as np


def main(path: str) -> int:
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    file = ifcopenshell.open(path)
    found = {}
    for element in ifcopenshell.geom.iterator(settings, file, 2, geometry_library="opencascade"):
        points = np.frombuffer(element.geometry.verts_buffer).reshape(-1, 3)
        corners = np.frombuffer(element.geometry.faces_buffer, np.int32).reshape(-1, 3)
        a, b, c = (points[corners[:, at]] - points[0] for at in range(3))
        volume = float((a * np.cross(b, c)).sum() / 6)
        low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        found[element.guid] = [element.type, volume, low, high]
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
