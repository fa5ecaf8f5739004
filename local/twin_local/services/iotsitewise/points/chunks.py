"""How a chunk of values is written: bytes of alike significance together, then zlib.

Times are kept as differences, so that a steady rate is nearly free. The first byte names the kind
of the values: `f` float64, `i` int64, `o` JSON.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin_local.services.iotsitewise.points.columns import Columns, Values

Kind = type[np.float64] | type[np.int64]
CHUNK_POINTS = 512
LEVEL = 1
HEADER = struct.Struct("<cIq")
WIDTH = 8
KINDS: dict[str, Kind] = {"f": np.float64, "i": np.int64}


def encode(given: Columns) -> bytes:
    """Return the bytes of a chunk that has at least one value."""
    kind = given.values.dtype.kind.lower()
    differences = np.diff(given.times)
    if kind in KINDS:
        values = _shuffled(given.values)
    else:
        values = json.dumps(given.values.tolist()).encode()
    header = HEADER.pack(kind.encode(), len(given), int(given.times[0]))
    return header + zlib.compress(_shuffled(differences) + values, LEVEL)


def decode(data: bytes) -> Columns:
    """Return what a chunk holds."""
    kind, count, first = HEADER.unpack_from(data)
    raw = zlib.decompress(data[HEADER.size :])
    split = (count - 1) * WIDTH
    times = np.empty(count, dtype=np.int64)
    times[0] = first
    times[1:] = _unshuffled(raw[:split], np.int64)
    np.cumsum(times, out=times)
    return Columns(times, _values(kind.decode(), raw[split:]))


def _values(kind: str, raw: bytes) -> Values:
    if kind in KINDS:
        return _unshuffled(raw, KINDS[kind])
    items = json.loads(raw)
    array: NDArray[np.object_] = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _shuffled(array: Values) -> bytes:
    return np.ascontiguousarray(array).view(np.uint8).reshape(-1, WIDTH).T.tobytes()


def _unshuffled(raw: bytes, kind: Kind) -> NDArray[Any]:
    turned = np.frombuffer(raw, dtype=np.uint8).reshape(WIDTH, -1).T
    return np.ascontiguousarray(turned).view(kind).reshape(-1)
