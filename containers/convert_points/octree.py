"""Sort points into an octree of levels of detail, all at once and without recursion.

Sort the points along the Morton curve. The highest octal digit in which a point differs from its
predecessor says at which level the point is the first of its cell: there it appears, and in no
level above. Small subtrees then collapse into their parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convert_points.cloud import Array, Cloud
from convert_points.morton import BITS, morton_codes

GRID_BITS = 7
"""A node is sampled in a grid of 128 cells along each axis."""

LEAF_POINTS = 100_000
"""A subtree of at most so many points is one node."""

BEFORE, BEHIND = 0.3, 0.4
"""Steps by which the cube is larger than the cloud."""


@dataclass(frozen=True)
class Node:
    """One node: its level, its place in the grid of that level, and its range of points.

    A node without points joins what is above and below it.
    """

    level: int
    x: int
    y: int
    z: int
    first: int
    count: int

    @property
    def parent(self) -> tuple[int, int, int, int]:
        """Return level and place of the node above."""
        return self.level - 1, self.x >> 1, self.y >> 1, self.z >> 1

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Return level and place."""
        return self.level, self.x, self.y, self.z


@dataclass(frozen=True)
class Octree:
    """A cube in the file's units; `order` are the rows of the cloud, node after node.

    Nodes are sorted by level. Inside a node points stay in the order of the file: so they
    compress best.
    """

    low: Array
    edge: float
    order: Array
    nodes: tuple[Node, ...]

    @property
    def spacing(self) -> float:
        """Return the distance of points in the root node, in the file's units."""
        return self.edge / (1 << GRID_BITS)

    def rows(self, node: Node) -> Array:
        """Return the rows of the cloud that are in a node."""
        return self.order[node.first : node.first + node.count]


def build_octree(cloud: Cloud, *, leaf_points: int = LEAF_POINTS) -> Octree:
    """Sort the points of a cloud into nodes; every point is in exactly one."""
    low, edge = _cube(cloud)
    codes = morton_codes(cloud, low, edge)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    levels = _levels(codes)
    _collapse(codes, levels, leaf_points)
    nodes, node_of_row = _in_nodes(codes, levels, order)
    del codes, levels, order
    rows = np.argsort(node_of_row, kind="stable")
    return Octree(low, edge, rows, _with_ancestors(nodes))


def _cube(cloud: Cloud) -> tuple[Array, float]:
    """Return a cube around a cloud whose halves, at no level, fall on a step of coordinates.

    With E steps across, a boundary is at -0.3 + (E + 0.7) k / 2^L steps: as 10 E + 7 is odd, this
    is whole for no k between 0 and 2^L. A point on a boundary would be in one node for one reader
    and in the next for another.
    """
    low, high = cloud.bounds()
    step = float(cloud.scales.max())
    return low - BEFORE * step, float((high - low).max()) + (BEFORE + BEHIND) * step


def _in_nodes(codes: Array, levels: Array, order: Array) -> tuple[tuple[Node, ...], Array]:
    """Return the nodes that have points, sorted by level and code, and of each row its node.

    Codes are sorted, so those of a level that share a cell of that level are next to each other.
    """
    node_of_row = np.empty(len(order), np.uint32)
    nodes: list[Node] = []
    first = 0
    for level in range(int(levels.max()) + 1):
        at = np.flatnonzero(levels == level)
        cells, counts = _runs(codes[at] >> np.uint64(3 * (BITS - level)))
        node_of_row[order[at]] = len(nodes) + np.repeat(np.arange(len(cells)), counts)
        for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
            nodes.append(Node(level, *_place(cell), first, count))
            first += count
    if len(nodes) <= 1 << 16:
        node_of_row = node_of_row.astype(np.uint16)  # which numpy sorts ten times as fast
    return tuple(nodes), node_of_row


def _runs(values: Array) -> tuple[Array, Array]:
    """Return the different values of a sorted array, and how many there are of each."""
    first = np.flatnonzero(np.append(True, values[1:] != values[:-1]) if len(values) else [])
    return values[first], np.diff(np.append(first, len(values)))


def _with_ancestors(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Add the nodes between a far cluster and the root, which have no points of their own."""
    known = {node.place: node for node in nodes}
    for node in nodes:
        above = node.parent
        while above[0] >= 0 and above not in known:
            known[above] = Node(*above, 0, 0)
            above = known[above].parent
    return tuple(sorted(known.values(), key=lambda node: node.place))


def _levels(codes: Array) -> Array:
    """Return the level at which each point appears, from sorted codes."""
    highest = np.empty(len(codes), np.int8)
    highest[0] = 3 * BITS - 1
    for start, stop in _blocks(len(codes)):
        differing = codes[max(start, 1) : stop] ^ codes[max(start, 1) - 1 : stop - 1]
        # The exponent of a double is the highest set bit; 0 where nothing differs.
        highest[max(start, 1) : stop] = np.frexp(differing.astype(np.float64))[1] - 1
    deepest = BITS - GRID_BITS
    first_of_cell = (BITS - 1) - highest // 3 - GRID_BITS + 1
    levels: Array = np.where(highest < 0, deepest, np.clip(first_of_cell, 0, deepest))
    return levels.astype(np.int8)


def _collapse(codes: Array, levels: Array, leaf_points: int) -> None:
    """Move the points of small subtrees up to the subtree's root."""
    for level in range(int(levels.max())):
        _, counts = _runs(codes >> np.uint64(3 * (BITS - level)))
        small = np.repeat(counts <= leaf_points, counts)
        np.minimum(levels, np.int8(level), out=levels, where=small)


def _blocks(count: int, size: int = 1 << 20) -> Iterator[tuple[int, int]]:
    return ((start, min(start + size, count)) for start in range(0, count, size))


def _place(code: int) -> tuple[int, int, int]:
    """Return the place of a Morton code in the grid of its level."""
    bits = range(0, code.bit_length(), 3)
    x, y, z = (sum((code >> bit + axis & 1) << bit // 3 for bit in bits) for axis in range(3))
    return x, y, z
