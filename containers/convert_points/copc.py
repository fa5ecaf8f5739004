"""Write COPC: a LAZ file whose chunks are the nodes of an octree, readable by ranges.

COPC 1.0: https://copc.io
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lazrs
import numpy as np

from convert_points.cloud import EXTRA, Array, Cloud
from convert_points.copc_header import (
    COPC_HEADER_BYTES,
    CopcInfo,
    extended_record,
    header_bytes,
    records_of,
)
from convert_points.octree import Node, Octree

NODES_AT_ONCE = 64
"""Compressed in parallel; decides nothing but speed and memory."""

CHUNK_TABLE_OFFSET_BYTES = 8
HIERARCHY_RECORD = 1000
ENTRY = np.dtype([("level", "<i4"), ("x", "<i4"), ("y", "<i4"), ("z", "<i4"),
                  ("offset", "<u8"), ("size", "<i4"), ("count", "<i4")])  # fmt: skip


@dataclass(frozen=True)
class _Hierarchy:
    """Entries of all nodes, and where they stand."""

    entries: Array
    offset: int


def write_copc(cloud: Cloud, octree: Octree, target: Path) -> None:
    """Write all points of a cloud, node by node."""
    extra = cloud.points.dtype[EXTRA].itemsize if EXTRA in (cloud.points.dtype.names or ()) else 0
    laszip = lazrs.LazVlr.new_for_compression(cloud.point_format, extra, True)
    records = records_of(cloud, laszip.record_data())
    start = COPC_HEADER_BYTES + len(records)
    with target.open("w+b") as file:
        file.write(bytes(start))
        compressor = lazrs.ParLasZipCompressor(file, laszip)
        compressor.reserve_offset_to_chunk_table()
        for buffers in _buffers(cloud, octree):
            compressor.compress_chunks(buffers)
        compressor.done()
        file.seek(start)
        chunks = lazrs.read_chunk_table(file, laszip)
        file.seek(0, 2)
        hierarchy = _write_hierarchy(file.tell(), octree.nodes, chunks, start)
        file.write(extended_record("copc", HIERARCHY_RECORD, hierarchy.entries.tobytes()))
        file.seek(0)
        file.write(_head(cloud, octree, records, hierarchy))


def _buffers(cloud: Cloud, octree: Octree) -> Iterator[list[bytes]]:
    nodes = [node for node in octree.nodes if node.count]
    for at in range(0, len(nodes), NODES_AT_ONCE):
        some = nodes[at : at + NODES_AT_ONCE]
        yield [cloud.points.take(octree.rows(node)).tobytes() for node in some]


def _write_hierarchy(
    end: int, nodes: tuple[Node, ...], chunks: list[tuple[int, int]], start: int
) -> _Hierarchy:
    entries = np.zeros(len(nodes), ENTRY)
    filled = np.array([node.count > 0 for node in nodes])
    sizes = np.zeros(len(nodes), np.int64)
    sizes[filled] = [size for _, size in chunks]
    entries["level"] = [node.level for node in nodes]
    entries["x"], entries["y"], entries["z"] = zip(
        *((node.x, node.y, node.z) for node in nodes), strict=True
    )
    offsets = start + CHUNK_TABLE_OFFSET_BYTES + np.cumsum(sizes) - sizes
    entries["offset"] = np.where(filled, offsets, 0)
    entries["size"], entries["count"] = sizes, [node.count for node in nodes]
    return _Hierarchy(entries, end)


def _head(cloud: Cloud, octree: Octree, records: bytes, hierarchy: _Hierarchy) -> bytes:
    times = cloud.points["gps_time"]
    half = octree.edge / 2
    info = CopcInfo(
        centre=octree.low + half,
        half_edge=half,
        spacing=octree.spacing,
        hierarchy_offset=hierarchy.offset + 60,
        hierarchy_bytes=hierarchy.entries.nbytes,
        gps_time_minimum=float(times.min()),
        gps_time_maximum=float(times.max()),
    )
    return header_bytes(cloud, records, info, end_of_points=hierarchy.offset)
