"""Write an octree of points as 3D Tiles 1.1, in one archive.

https://docs.ogc.org/cs/22-025r4/22-025r4.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from convert_points.archive import TilesArchive
from convert_points.cloud import Array, Cloud, extent_of
from convert_points.colours import Colours
from convert_points.frame import Frame, units_of
from convert_points.octree import GRID_BITS, Node, Octree
from convert_points.tile_content import tile_content

Place = tuple[int, int, int, int]
BLOCK_POINTS = 1 << 15


@dataclass(frozen=True)
class Box:
    """A box along the axes of the tileset's frame, in metres."""

    low: Array
    high: Array

    def around(self, other: Box) -> Box:
        """Return the box around two."""
        return Box(np.minimum(self.low, other.low), np.maximum(self.high, other.high))

    def to_list(self) -> list[float]:
        """Return centre and half axes, as 3D Tiles has them."""
        half = (self.high - self.low) / 2
        return [*((self.low + self.high) / 2).tolist(), *np.diag(half).ravel().tolist()]


@dataclass(frozen=True)
class Tileset:
    """What is needed to write one."""

    cloud: Cloud
    octree: Octree
    frame: Frame
    colours: Colours

    def write(self, target: Path) -> None:
        """Write the archive: all tiles, and `tileset.json`."""
        resolution = float((self.cloud.scales * units_of(self.cloud)).max())
        boxes: dict[Place, Box] = {}
        with TilesArchive(target) as archive:
            for node in self.octree.nodes:
                if not node.count:
                    continue
                local, colours = self.shown(node)
                boxes[node.place] = Box(*extent_of(local))
                content = tile_content(local, colours, resolution_metres=resolution)
                archive.add(uri_of(node), content)
            text = json.dumps(self._json(boxes), separators=(",", ":"))
            archive.add("tileset.json", text.encode())

    def shown(self, node: Node) -> tuple[Array, Array]:
        """Return local coordinates of a node's points, (n, 3) metres, and colours, (n, 3) bytes."""
        records = self.cloud.points.take(self.octree.rows(node))
        local = np.empty((len(records), 3))
        for at in range(0, len(records), BLOCK_POINTS):
            block = slice(at, at + BLOCK_POINTS)
            local[block] = self.frame.local(self.cloud.coordinates(records[block]))
        return local, self.colours.of(records)

    @property
    def cube_metres(self) -> float:
        """Return the edge of the octree's cube."""
        return self.octree.edge * float(units_of(self.cloud).max())

    def _json(self, boxes: dict[Place, Box]) -> dict[str, Any]:
        return {
            "asset": {"version": "1.1", "generator": "Digital Twin Framework"},
            "geometricError": self.cube_metres,
            "root": {
                "transform": self.frame.placed.T.ravel().tolist(),
                "refine": "ADD",
                **self._tiles(boxes),
            },
        }

    def _tiles(self, boxes: dict[Place, Box]) -> dict[str, Any]:
        """Return the root tile with all others in it; a box holds the boxes of the children."""
        below: dict[Place, list[dict[str, Any]]] = {}
        for node in reversed(self.octree.nodes):
            children = below.pop(node.place, [])
            box, above = boxes[node.place], node.parent
            boxes[above] = box.around(boxes[above]) if above in boxes else box
            below.setdefault(above, []).append(self._tile(node, box, children))
        (root,) = below.values()
        return root[0]

    def _tile(self, node: Node, box: Box, children: list[dict[str, Any]]) -> dict[str, Any]:
        spacing = self.cube_metres / (1 << GRID_BITS + node.level)
        tile: dict[str, Any] = {
            "boundingVolume": {"box": box.to_list()},
            "geometricError": spacing if children else 0.0,
        }
        if node.count:
            tile["content"] = {"uri": uri_of(node)}
        return {**tile, "children": children[::-1]} if children else tile


def uri_of(node: Node) -> str:
    """Return the address of a tile in the archive."""
    return f"tiles/{node.level}-{node.x}-{node.y}-{node.z}.glb"
