"""USD → GLB and GLB → USDZ: our conversions beside bare OpenUSD, which opens and reads the arrays.

Each runs in a process of its own; times are processor seconds, all threads, start of the process
included. Bare OpenUSD writes nothing and checks nothing: it is the least that any converter needs.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, Usage, used

PYTHON = ROOT / ".build" / "venvs" / "convert_usd" / "bin" / "python"
RUNS = 3
LIMITS = {"memory_mebibytes": 4096, "timeout_seconds": 600}

GRID = """
import sys
import numpy as np
from pxr import Usd, UsdGeom, Vt

side = 708
x, y = np.meshgrid(np.arange(side), np.arange(side))
points = np.stack((x, y, 9 * np.sin(x / 40) * np.cos(y / 40)), axis=-1).reshape(-1, 3)
low = (y[:-1, :-1] * side + x[:-1, :-1]).reshape(-1)
corners = np.stack((low, low + 1, low + side + 1, low + side), axis=1)
stage = Usd.Stage.CreateNew(sys.argv[1])
mesh = UsdGeom.Mesh.Define(stage, "/Terrain")
mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(points.astype(np.float32)))
mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(corners.reshape(-1).astype(np.int32)))
mesh.CreateFaceVertexCountsAttr(Vt.IntArray(len(corners), 4))
mesh.CreateSubdivisionSchemeAttr("none")
stage.GetRootLayer().Save()
"""

BARE_OPENUSD = """
import sys
import numpy as np
from pxr import Usd, UsdGeom

stage = Usd.Stage.Open(sys.argv[1])
for prim in stage.Traverse():
    if prim.IsA(UsdGeom.Mesh):
        mesh = UsdGeom.Mesh(prim)
        for one in (mesh.GetPointsAttr(), mesh.GetFaceVertexCountsAttr(),
                    mesh.GetFaceVertexIndicesAttr()):
            np.array(one.Get())
"""

WHOLE = """
import sys
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order
convert_file("convert_usd", Order.from_json(sys.argv[1]))
"""


def run() -> list[Result]:
    """Measure a mesh of a million triangles, the largest sample, and the way back.

    Raises:
        Unavailable: the converter's environment is missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the USD converter at {PYTHON}: run `make setup`")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        grid = folder / "terrain.usdc"
        used([PYTHON, "-c", GRID, str(grid)], folder, 1)
        return [result for file in (grid, *_samples()) for result in _results(file, folder)]


def _samples() -> list[Path]:
    folder = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples")) / "usd"
    return sorted(folder.glob("*.usd*"), key=lambda path: path.stat().st_size)[-1:]


def _results(file: Path, folder: Path) -> list[Result]:
    bare = _measured(["-c", BARE_OPENUSD, str(file)], folder).seconds
    order = _order("usd_to_glb", file, folder)
    ours = _measured(["-m", "conversion_runtime.step", "convert_usd", order], folder)
    whole = _measured(["-c", WHOLE, order], folder).seconds
    sizes = [(folder / name).stat().st_size / 1000 for name in ("model.glb", "model.raw.glb")]
    source = (folder / "model.raw.glb").rename(folder / "back.glb")
    back = _order("glb_to_usdz", source, folder)
    usdz = _measured(["-m", "conversion_runtime.step", "convert_usd", back], folder).seconds
    package = (folder / "model.usdz").stat().st_size / 1000
    label = file.name
    return [
        Result(f"{label}: USD to GLB, checked", ours.seconds, "cpu-s", "bare OpenUSD", bare),
        Result(f"{label}: whole job, packed, drawn", whole, "cpu-s", "bare OpenUSD", bare),
        Result(f"{label}: peak memory of the conversion", ours.mebibytes, "MiB"),
        Result(f"{label}: GLB for the web", sizes[0], "kB", "raw GLB", sizes[1]),
        Result(f"{label}: GLB to USDZ, read again", usdz, "cpu-s", "bare OpenUSD", bare),
        Result(f"{label}: USDZ", package, "kB", "raw GLB", sizes[1]),
    ]


def _order(converter: str, file: Path, folder: Path) -> str:
    """Return the order of one conversion, as its processes tell each other."""
    names = {"converter": converter, "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": {}, "limits": LIMITS})


def _measured(arguments: Sequence[str], folder: Path) -> Usage:
    return used([PYTHON, *arguments], folder, RUNS)
