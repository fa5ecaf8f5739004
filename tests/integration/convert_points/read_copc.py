"""Compare a COPC file with its source by laspy, a reader that the writer does not use.

`read_copc.py SOURCE COPC` prints {"points", "same": whether every field of every point is,
"levels": points of each, "in_parts": points found part by part, "crs"}; both are sorted by all
fields, as COPC has an order of its own.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import laspy
import numpy as np

FIELDS = (
    *("X", "Y", "Z", "intensity", "classification", "return_number", "number_of_returns"),
    *("synthetic", "key_point", "withheld", "scan_direction_flag", "edge_of_flight_line"),
    *("user_data", "point_source_id", "gps_time", "red", "green", "blue", "nir"),
)


def fields(points: Any) -> list[Any]:  # noqa: ANN401 - points of laspy
    present = [name for name in FIELDS if name in points.point_format.dimension_names]
    extra = list(points.point_format.extra_dimension_names)
    columns = [np.asarray(points[name], float) for name in [*present, *extra]]
    if "scan_angle_rank" in points.point_format.dimension_names:
        columns.append(np.asarray(points["scan_angle_rank"], float))
    else:
        columns.append(np.rint(np.asarray(points["scan_angle"]) * 0.006))
    flat = [column[:, None] if column.ndim == 1 else column for column in columns]
    return [column for group in flat for column in group.T]


def rows(columns: list[Any]) -> Any:  # noqa: ANN401 - an array
    return np.stack([column[np.lexsort(columns)] for column in columns])


def parts_of(header: laspy.LasHeader) -> list[laspy.copc.Bounds]:
    """Return 16 columns with all points, each in one; a reader looks into the nodes they touch.

    The reader takes both ends of a range: the next one begins a step behind.
    """
    low, step = header.mins[:2], header.scales[:2]
    steps = np.rint((header.maxs[:2] - low) / step)
    ends = np.floor(np.linspace(np.zeros(2), steps, 5)[1:])
    begins = np.concatenate([np.zeros((1, 2)), ends[:-1] + 1])
    pairs = [(begins[[x, y], [0, 1]], ends[[x, y], [0, 1]]) for x in range(4) for y in range(4)]
    return [laspy.copc.Bounds(low + a * step, low + b * step) for a, b in pairs]


def main(source: str, copc: str) -> None:
    before = laspy.read(source)
    with laspy.CopcReader.open(copc) as reader:
        after = reader.query()
        levels = {str(n): len(reader.query(level=n)) for n in range(3)}
        crs = reader.header.parse_crs()
        in_parts = sum(len(reader.query(bounds=part)) for part in parts_of(before.header))
    one, two = fields(before.points), fields(after)
    missing = len(two) - len(one)  # a source without times has none to compare
    same = missing == 0 and np.array_equal(rows(one), rows(two))
    if missing:
        names = [name for name in FIELDS if name in before.point_format.dimension_names]
        same = np.array_equal(
            rows([np.asarray(before[name], float) for name in names]),
            rows([np.asarray(after[name], float) for name in names]),
        )
    report = {"points": len(after), "same": bool(same), "levels": levels, "in_parts": in_parts}
    print(json.dumps({**report, "crs": crs.name if crs else ""}))


if __name__ == "__main__":
    main(*sys.argv[1:])
