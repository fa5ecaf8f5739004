"""STEP → GLB: our conversion beside bare OCCT, which reads, transfers, meshes and writes.

All run in a process of their own with the same tessellation; times are processor seconds, all
threads, start of the process included. Bare OCCT checks nothing: no damage, bounds, origin, names.
cascadio, the same engine in one call, is measured too where it is installed: `uv venv
.build/peers/cascadio && uv pip install --python .build/peers/cascadio cascadio==0.1.1 numpy`.
So is FreeCAD, which gives triangles only: `apt-get install freecad-python3`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.freecad import triangles_seconds
from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, used
from glb_runtime.extent import box_extent
from glb_runtime.glb import Glb

PYTHON = ROOT / ".build" / "venvs" / "convert_cad" / "bin" / "python"
CASCADIO = Path(
    os.environ.get("CASCADIO_PYTHON", ROOT / ".build" / "peers" / "cascadio" / "bin" / "python")
)
STATION = ROOT / ".build" / "sites" / "demo" / "station.step"
RUNS = 3
COPIES = 20
TESSELLATION = {"deflection_ratio": 0.001, "angle_radians": 0.35}
LIMITS = {"memory_mebibytes": 4096, "timeout_seconds": 600}

BARE_OCCT = """
import sys
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.Bnd import Bnd_Box
from OCP.IMeshTools import IMeshTools_Parameters
from OCP.Message import Message_ProgressRange
from OCP.RWGltf import RWGltf_CafWriter
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TCollection import TCollection_AsciiString, TCollection_ExtendedString
from OCP.TDocStd import TDocStd_Document
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDoc import XCAFDoc_DocumentTool
import OCP.collections

document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
XCAFApp_Application.GetApplication_s().NewDocument(
    TCollection_ExtendedString("MDTV-XCAF"), document)
reader = STEPCAFControl_Reader()
reader.ReadFile(sys.argv[1])
reader.Transfer(document, Message_ProgressRange())
shapes = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
labels = OCP.collections.Sequence_TDF_Label()
shapes.GetFreeShapes(labels)
roots = [shapes.GetShape_s(labels.Value(index + 1)) for index in range(labels.Length())]
box = Bnd_Box()
for root in roots:
    BRepBndLib.Add_s(root, box, False)
parameters = IMeshTools_Parameters()
parameters.Deflection = box.CornerMin().Distance(box.CornerMax()) * 0.001
parameters.Angle, parameters.InParallel = 0.35, True
for root in roots:
    BRepMesh_IncrementalMesh(root, parameters)
writer = RWGltf_CafWriter(TCollection_AsciiString("bare.glb"), True)
writer.SetMergeFaces(True)
writer.SetParallel(True)
information = OCP.collections.IndexedDataMap_TCollection_AsciiString_TCollection_AsciiString()
writer.Perform(document, information, Message_ProgressRange())
"""

COPY = """
import sys
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.Bnd import Bnd_Box
from OCP.Message import Message_ProgressRange
from OCP.STEPControl import STEPControl_AsIs, STEPControl_Reader, STEPControl_Writer
from OCP.gp import gp_Trsf, gp_Vec

reader, writer, box = STEPControl_Reader(), STEPControl_Writer(), Bnd_Box()
reader.ReadFile(sys.argv[1])
reader.TransferRoots(Message_ProgressRange())
shape = reader.OneShape()
BRepBndLib.Add_s(shape, box, False)
for number in range(int(sys.argv[3])):
    beside = gp_Trsf()
    beside.SetTranslation(gp_Vec(1.2 * number * (box.CornerMax().X() - box.CornerMin().X()), 0, 0))
    writer.Transfer(BRepBuilderAPI_Transform(shape, beside, True).Shape(), STEPControl_AsIs)
writer.Write(sys.argv[2])
"""
"""The parts of a file several times, each with geometry of its own: the start counts less there."""

CASCADIO_CALL = """
import sys, cascadio
cascadio.step_to_glb(sys.argv[1], "cascadio.glb", float(sys.argv[2]), 0.35)
"""

WHOLE = """
import sys
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order
convert_file("convert_cad", Order.from_json(sys.argv[1]))
"""


def run() -> list[Result]:
    """Measure every sample, and the demo site's own model.

    Raises:
        Unavailable: the converter's environment or the files are missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the CAD converter at {PYTHON}: run `make setup`")
    samples, station = _samples(), [STATION] if STATION.is_file() else []
    if not samples and not station:
        raise Unavailable("no STEP files: set TWIN_SAMPLES, or run `make setup` for the demo's own")
    with tempfile.TemporaryDirectory() as name:
        large = [_copied(file, Path(name)) for file in samples[-1:]]
        return [result for file in [*samples, *large, *station] for result in _measure(file)]


def _samples() -> list[Path]:
    folder = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples")) / "cad"
    samples = (path for path in folder.glob("*") if path.suffix.lower() in (".stp", ".step"))
    return sorted(samples, key=lambda path: path.stat().st_size)[-3:]


def _copied(file: Path, folder: Path) -> Path:
    large = folder / f"{COPIES} x {file.name}"
    used([PYTHON, "-c", COPY, file, large, str(COPIES)], folder, runs=1)
    return large


def _measure(file: Path) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _processor_seconds(["-c", BARE_OCCT, str(file)], folder)
        order = _order(file, folder)
        step = ["-m", "conversion_runtime.step", "convert_cad", order]
        ours = _processor_seconds(step, folder)
        whole = _processor_seconds(["-c", WHOLE, order], folder)
        deflection = _deflection_millimetres(folder)
        peer = _cascadio(file, folder, deflection)
        freecad = triangles_seconds(
            file,
            folder,
            deflection_millimetres=deflection,
            angle_radians=TESSELLATION["angle_radians"],
            runs=RUNS,
        )
        packed, raw = (folder / one for one in ("model.glb", "model.raw.glb"))
        sizes = packed.stat().st_size / 1000, raw.stat().st_size / 1000
    label = file.name
    peers = {"cascadio": peer, "FreeCAD to OBJ": freecad, "bare OCCT": bare}
    return [
        *(
            Result(f"{label}: STEP to GLB, checked", ours, "cpu-s", name, seconds)
            for name, seconds in peers.items()
            if seconds is not None
        ),
        Result(f"{label}: whole job with packing", whole, "cpu-s", "bare OCCT", bare),
        Result(f"{label}: GLB for the web", sizes[0], "kB", "raw GLB", sizes[1]),
    ]


def _deflection_millimetres(folder: Path) -> float:
    """Return how far from the surface our own triangles may be, in the unit of the files."""
    boxes = Glb.from_file(folder / "model.raw.glb")
    return box_extent(boxes).diagonal * 1000 * TESSELLATION["deflection_ratio"]


def _cascadio(file: Path, folder: Path, deflection: float) -> float | None:
    """Return what cascadio takes as finely as ours, or None where it is not installed."""
    if not CASCADIO.is_file():
        return None
    call = ["-c", CASCADIO_CALL, str(file), str(deflection)]
    return _processor_seconds(call, folder, python=CASCADIO)


def _order(file: Path, folder: Path) -> str:
    """Return the order of one conversion, as its processes tell each other."""
    names = {"converter": "step_to_glb", "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": TESSELLATION, "limits": LIMITS})


def _processor_seconds(arguments: Sequence[str], folder: Path, *, python: Path = PYTHON) -> float:
    return used([python, *arguments], folder, RUNS).seconds
