"""From a cloud in memory to the files that every cloud has."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from conversion_runtime.errors import GeometryLost, SourceBoundsInvalid
from conversion_runtime.order import Converted
from conversion_runtime.progress_file import StepProgress
from convert_points.cloud import Array, Cloud
from convert_points.colours import colours_of
from convert_points.copc import write_copc
from convert_points.facts import cloud_facts
from convert_points.frame import plain_frame
from convert_points.globe import globe_frame
from convert_points.octree import Node, Octree, build_octree
from convert_points.projected import projected
from convert_points.thumbnail import write_thumbnail
from convert_points.tileset import Tileset

COPC_FILE = "cloud.copc.laz"
TILESET_FILE = "tileset.3tz"
FACTS_FILE = "cloud.json"
THUMBNAIL_FILE = "thumbnail.webp"

THUMBNAIL_POINTS = 1_500_000
SHARES = (45, 25, 25)
"""Hundredths of the time to sort points, write COPC and write tiles; the picture is the rest."""

LARGEST_COORDINATE = 1e9
"""In the file's units: as far as the moon, and a double still resolves a tenth of a micrometre."""


def write_derivatives(source: Cloud, folder: Path) -> Converted:
    """Write COPC, 3D Tiles, picture and facts.

    Raises:
        SourceBoundsInvalid: coordinates are out of all bounds.
        GeometryLost: fewer points came out than went in.
    """
    _check_bounds(source)
    cloud = projected(source)
    octree = build_octree(cloud)
    _check_count(cloud, octree)
    progress = StepProgress(100, folder)
    read_and_sorted, written_as_copc, written_as_tiles = SHARES
    progress.add(read_and_sorted)
    write_copc(cloud, octree, folder / COPC_FILE)
    progress.add(written_as_copc)
    frame = globe_frame(cloud)
    tileset = Tileset(cloud, octree, frame or plain_frame(cloud), colours_of(cloud))
    tileset.write(folder / TILESET_FILE)
    progress.add(written_as_tiles)
    write_thumbnail(folder / THUMBNAIL_FILE, *_overview(tileset))
    facts = cloud_facts(source, tileset, frame)
    (folder / FACTS_FILE).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    return Converted((COPC_FILE, TILESET_FILE, FACTS_FILE, THUMBNAIL_FILE), facts)


def _check_bounds(cloud: Cloud) -> None:
    farthest = float(np.abs(cloud.bounds()).max())
    if not farthest <= LARGEST_COORDINATE:
        raise SourceBoundsInvalid(
            "coordinates are out of all bounds",
            found=f"{farthest:.3g}",
            expected=f"at most {LARGEST_COORDINATE:.0e}",
        )


def _check_count(cloud: Cloud, octree: Octree) -> None:
    found = sum(node.count for node in octree.nodes)
    if found != len(cloud.points):
        raise GeometryLost(
            "points were lost", found=f"{found} points", expected=f"{len(cloud.points)} points"
        )


def _overview(tileset: Tileset) -> tuple[Array, Array]:
    """Return positions and colours of the coarsest nodes: they are spread over the whole cloud."""
    count, chosen = 0, list[Node]()
    for node in tileset.octree.nodes:
        if chosen and count + node.count > THUMBNAIL_POINTS:
            break
        count += node.count
        chosen.append(node)
    shown = [tileset.shown(node) for node in chosen if node.count]
    positions, colours = zip(*shown, strict=True)
    return np.concatenate(positions), np.concatenate(colours)
