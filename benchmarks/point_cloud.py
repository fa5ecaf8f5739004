"""LAZ → COPC and 3D Tiles: our conversion beside bare decoding, and beside py3dtiles.

A real flight over Eugene, Oregon, is laid side by side until there are millions of points. Times
are processor seconds of all threads, start of the process included. Decoding reads every field of
the points and does nothing with them: no conversion can be faster. py3dtiles makes 3D Tiles alone,
of LAS: it does not end on this file as LAZ. So our part that makes the same, tiles of LAS alone, is
measured beside it too. Each runs twice, and the better one counts: py3dtiles compiles itself in its
first run.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, Usage, used

PYTHON = ROOT / ".build" / "venvs" / "convert_points" / "bin" / "python"
PEER = Path(
    os.environ.get("PY3DTILES", ROOT / ".build" / "peers" / "py3dtiles" / "bin" / "py3dtiles")
)
"""py3dtiles 12.1.1 in an environment of its own: `pip install "py3dtiles[las]"`."""

SAMPLE = "pointcloud/autzen_trim_7.las"
COPIES = 10
RUNS = 2
LIMITS = {"memory_mebibytes": 8192, "timeout_seconds": 600}

MAKE = """
import sys
import laspy
import numpy as np
source = laspy.read(sys.argv[1])
wide, deep = (int(np.ptp(np.asarray(source[axis]))) for axis in "XY")
for target in sys.argv[3:]:
    with laspy.open(target, "w", header=source.header) as out:
        for at in range(int(sys.argv[2]) ** 2):
            points = source.points.copy()
            points["X"] = points["X"] + at % int(sys.argv[2]) * wide
            points["Y"] = points["Y"] + at // int(sys.argv[2]) * deep
            out.write_points(points)
"""
DECODE = """
import sys
import laspy
with laspy.open(sys.argv[1], laz_backend=laspy.LazBackend.LazrsParallel) as reader:
    for _ in reader.chunk_iterator(1_000_000):
        pass
"""

TILES = """
import os
import sys
from pathlib import Path
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from container_runtime.child import Limits
from convert_points.colours import colours_of
from convert_points.frame import plain_frame
from convert_points.globe import globe_frame
from convert_points.octree import build_octree
from convert_points.projected import projected
from convert_points.readers.any_format import read
from convert_points.tileset import Tileset
cloud = projected(read(Path(sys.argv[1]), Limits(8192, 600)))
frame = globe_frame(cloud) or plain_frame(cloud)
Tileset(cloud, build_octree(cloud), frame, colours_of(cloud)).write(Path("alone.3tz"))
"""


def run() -> list[Result]:
    """Measure one cloud of millions of points.

    Raises:
        Unavailable: the converter's environment, the sample or py3dtiles is missing.
    """
    source = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples")) / SAMPLE
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the converter at {PYTHON}: run `make setup`")
    if not source.is_file():
        raise Unavailable(f"no {SAMPLE}: set TWIN_SAMPLES")
    if not PEER.is_file():
        raise Unavailable(f"no py3dtiles at {PEER}: install it there, or set PY3DTILES")
    with tempfile.TemporaryDirectory() as name:
        return _measure(source, Path(name))


def _measure(source: Path, folder: Path) -> list[Result]:
    las, laz = folder / "cloud.las", folder / "cloud.laz"
    _used([PYTHON, "-c", MAKE, str(source), str(COPIES), str(las), str(laz)], folder, runs=1)
    decoded = _used([PYTHON, "-c", DECODE, str(laz)], folder)
    ours = _used(
        [PYTHON, "-m", "conversion_runtime.step", "convert_points", _order(laz, folder)], folder
    )
    peer = _used(
        [PEER, "convert", str(las), "--out", str(folder / "peer"), "--overwrite", "--jobs", "2"],
        folder,
    )
    tiles = _used([PYTHON, "-c", TILES, str(las)], folder)
    sizes = {name: _bytes(folder / name) for name in ("cloud.copc.laz", "tileset.3tz", "peer")}
    facts: Mapping[str, int] = json.loads((folder / "cloud.json").read_text(encoding="utf-8"))
    points = facts["points"]
    return [
        Result(
            "LAZ to COPC, 3D Tiles and picture",
            ours.seconds,
            "cpu-s",
            "LAZ decoded",
            decoded.seconds,
        ),
        Result("the same", ours.seconds, "cpu-s", "py3dtiles, tiles of LAS", peer.seconds),
        Result("tiles of LAS alone", tiles.seconds, "cpu-s", "py3dtiles, the same", peer.seconds),
        Result("points a processor second", points / ours.seconds / 1e6, "M/s"),
        Result(
            "COPC", sizes["cloud.copc.laz"] / points, "bytes/point", "LAZ", _bytes(laz) / points
        ),
        Result(
            "3D Tiles",
            sizes["tileset.3tz"] / points,
            "bytes/point",
            "py3dtiles",
            sizes["peer"] / points,
        ),
        Result("peak memory", ours.mebibytes * 1024**2 / points, "bytes/point"),
    ]


def _order(file: Path, folder: Path) -> str:
    names = {"converter": "points_to_tiles", "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": {}, "limits": LIMITS})


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _used(command: Sequence[str | Path], folder: Path, *, runs: int = RUNS) -> Usage:
    return used(command, folder, runs, environment={"HOME": str(folder)})
