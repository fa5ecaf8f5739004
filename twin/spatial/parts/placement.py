"""Rigid transforms: 16 numbers row by row, metres, the last row 0 0 0 1."""

from __future__ import annotations

import math

from twin.spatial.part_facts import Box, Matrix, Vector


def apply(matrix: Matrix, point: Vector) -> Vector:
    """Return where a transform takes a point."""
    x, y, z = point
    return (
        matrix[0] * x + matrix[1] * y + matrix[2] * z + matrix[3],
        matrix[4] * x + matrix[5] * y + matrix[6] * z + matrix[7],
        matrix[8] * x + matrix[9] * y + matrix[10] * z + matrix[11],
    )


def compose(first: Matrix, second: Matrix) -> Matrix:
    """Return the transform that does `second` and then `first`."""
    return tuple(
        sum(first[4 * row + k] * second[4 * k + column] for k in range(4))
        for row in range(4)
        for column in range(4)
    )


def inverse(matrix: Matrix) -> Matrix:
    """Return the transform that takes everything back."""
    m = matrix
    x, y, z = (-(m[at] * m[3] + m[4 + at] * m[7] + m[8 + at] * m[11]) for at in range(3))
    return (m[0], m[4], m[8], x, m[1], m[5], m[9], y, m[2], m[6], m[10], z, 0.0, 0.0, 0.0, 1.0)


def shift(offset: Vector) -> Matrix:
    """Return the transform that adds an offset."""
    x, y, z = offset
    return (1.0, 0.0, 0.0, x, 0.0, 1.0, 0.0, y, 0.0, 0.0, 1.0, z, 0.0, 0.0, 0.0, 1.0)


def degrees(matrix: Matrix) -> float:
    """Return by which angle a transform turns, 0 to 180 degrees, exact also near 0."""
    # The norm of the antisymmetric part is the sine; the cosine alone is blind below 1e-8.
    sine = math.hypot(matrix[9] - matrix[6], matrix[2] - matrix[8], matrix[4] - matrix[1]) / 2
    cosine = (matrix[0] + matrix[5] + matrix[10] - 1) / 2
    return math.degrees(math.atan2(sine, cosine))


def distance(one: Vector, other: Vector) -> float:
    """Return the metres between two points."""
    return math.dist(one, other)


def is_identity(matrix: Matrix, *, metres: float, turn: float) -> bool:
    """Tell whether a transform leaves things where they are, but for tolerances."""
    return math.hypot(matrix[3], matrix[7], matrix[11]) <= metres and degrees(matrix) <= turn


def centre_of(box: Box) -> Vector:
    """Return the middle of a box."""
    x, y, z = ((low + high) / 2 for low, high in zip(box.minimum, box.maximum, strict=True))
    return (x, y, z)


def diagonal(box: Box) -> float:
    """Return the length of the diagonal of a box."""
    return math.dist(box.minimum, box.maximum)


def around(boxes: list[Box]) -> Box:
    """Return the box around boxes, of which there is at least one."""
    x, y, z = (min(box.minimum[axis] for box in boxes) for axis in range(3))
    a, b, c = (max(box.maximum[axis] for box in boxes) for axis in range(3))
    return Box((x, y, z), (a, b, c))


def holds(box: Box, point: Vector, *, slack: float = 0.0) -> bool:
    """Tell whether a point is in a box, or not farther from it than the slack on any axis."""
    return all(
        low - slack <= value <= high + slack
        for low, value, high in zip(box.minimum, point, box.maximum, strict=True)
    )
