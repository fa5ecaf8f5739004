"""Assign equal parts of one version to equal parts of the other by their places.

Small groups are assigned with the least sum of squared distances (the Hungarian method, see
H. W. Kuhn, 1955); large ones along the axis on which they are spread most, after both centres are
laid on each other: nobody can say better which of hundreds of equal parts moved where.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from twin.spatial.part_facts import Vector

EXACT = 16
"""Groups up to this size are assigned exactly: the method takes the cube of it."""


def assign(old: Sequence[Vector], new: Sequence[Vector]) -> list[tuple[int, int]]:
    """Return pairs of indices; every point of the smaller side is in one."""
    if not old or not new:
        return []
    if max(len(old), len(new)) <= EXACT:
        if len(old) > len(new):
            return [(one, other) for other, one in _exact(new, old)]
        return _exact(old, new)
    return _along_axis(old, new)


def _exact(few: Sequence[Vector], many: Sequence[Vector]) -> list[tuple[int, int]]:
    """Assign every one of the few; shortest augmenting paths with potentials."""
    rows, columns = len(few), len(many)
    costs = [[math.dist(one, other) ** 2 for other in many] for one in few]
    above, left = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0], column = row, 0
        least, way = [math.inf] * (columns + 1), [0] * (columns + 1)
        done = [False] * (columns + 1)
        while taken[column]:
            done[column] = True
            column = _step(costs, taken, column, (above, left), (least, way, done))
        while column:
            before = way[column]
            taken[column] = taken[before]
            column = before
    return [(taken[column] - 1, column - 1) for column in range(1, columns + 1) if taken[column]]


def _step(
    costs: list[list[float]],
    taken: list[int],
    column: int,
    potentials: tuple[list[float], list[float]],
    search: tuple[list[float], list[int], list[bool]],
) -> int:
    """Grow the search by one column and return it."""
    (above, left), (least, way, done) = potentials, search
    row, delta, best = taken[column], math.inf, 0
    for other in range(1, len(left)):
        if done[other]:
            continue
        cost = costs[row - 1][other - 1] - above[row] - left[other]
        if cost < least[other]:
            least[other], way[other] = cost, column
        if least[other] < delta:
            delta, best = least[other], other
    for other in range(len(left)):
        if done[other]:
            above[taken[other]] += delta
            left[other] -= delta
        else:
            least[other] -= delta
    return best


def _along_axis(old: Sequence[Vector], new: Sequence[Vector]) -> list[tuple[int, int]]:
    axis = max(range(3), key=lambda at: _spread([point[at] for point in (*old, *new)]))
    order = (axis, (axis + 1) % 3, (axis + 2) % 3)

    def rising(points: Sequence[Vector]) -> list[int]:
        return sorted(range(len(points)), key=lambda i: [points[i][at] for at in order])

    return list(zip(rising(old), rising(new), strict=False))


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)
