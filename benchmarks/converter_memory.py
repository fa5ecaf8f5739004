"""What every converter costs: memory and processor time of the whole job, and its start.

A job is what an image runs between download and upload: the limited conversion, packing, thumbnail.
Memory is of its largest process, times are of all of them, start included. A bare library reads the
same file in the same environment and does nothing with it: no converter can cost less. The start is
what every job and every cold function pays before it looks at its order, beside bare Python.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.converter_sources import ROOT, VENVS, sources
from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import Usage, used
from twin.spatial.converter import Converter
from twin.spatial.converters import converters

RUNS = 2
START_RUNS = 5
MEBIBYTE = 1024**2

WHOLE = """
import sys
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order
convert_file(sys.argv[1], Order.from_json(sys.argv[2]))
"""

OCCT = """
import sys
from OCP.{module} import {reader}
from OCP.Message import Message_ProgressRange
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDocStd import TDocStd_Document
document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
reader = {reader}()
reader.ReadFile(sys.argv[1])
reader.Transfer(document, Message_ProgressRange())
"""

BREP = """
import sys
from OCP.BRep import BRep_Builder
from OCP.BRepTools import BRepTools
from OCP.Message import Message_ProgressRange
from OCP.TopoDS import TopoDS_Shape
BRepTools.Read_s(TopoDS_Shape(), sys.argv[1], BRep_Builder(), Message_ProgressRange())
"""

OPENUSD = """
import sys
import numpy as np
from pxr import Usd, UsdGeom
stage = Usd.Stage.Open(sys.argv[1])
for prim in stage.Traverse():
    if prim.IsA(UsdGeom.Mesh):
        np.array(UsdGeom.Mesh(prim).GetPointsAttr().Get())
"""

BARE: Mapping[str, tuple[str, str]] = {
    "brep_to_glb": ("bare OCCT reading", BREP),
    "collada_to_glb": ("bare pycollada", "import sys, collada; collada.Collada(sys.argv[1])"),
    "fbx_to_glb": ("bare ufbx", "import sys, ufbx; ufbx.load_file(sys.argv[1])"),
    "ifc_to_glb": (
        "bare IfcOpenShell parsing",
        "import sys, ifcopenshell; ifcopenshell.open(sys.argv[1])",
    ),
    "iges_to_glb": (
        "bare OCCT reading",
        OCCT.format(module="IGESCAFControl", reader="IGESCAFControl_Reader"),
    ),
    "photo_to_web": (
        "bare Pillow",
        "import sys; from PIL import Image; Image.open(sys.argv[1]).load()",
    ),
    "points_to_tiles": ("bare laspy", "import sys, laspy; laspy.read(sys.argv[1])"),
    "step_to_glb": (
        "bare OCCT reading",
        OCCT.format(module="STEPCAFControl", reader="STEPCAFControl_Reader"),
    ),
    "usd_to_glb": ("bare OpenUSD", OPENUSD),
}
"""By converter: the name of a library that reads its source, and how."""


def run() -> list[Result]:
    """Measure each converter that has an environment and a source.

    Raises:
        Unavailable: no image's environment is there.
    """
    with tempfile.TemporaryDirectory() as name:
        files = sources(Path(name).resolve())
        chosen = [one for one in converters() if one.name in files and _python(one.image).is_file()]
        if not chosen:
            raise Unavailable(f"no environments of converters in {VENVS}: run `make setup`")
        starts = [_start(image) for image in sorted({one.image for one in chosen})]
        return [*starts, *(row for one in chosen for row in _measure(one, files[one.name]))]


def _start(image: str) -> Result:
    """Return what an image's command takes before it begins, as a job and as a function."""
    folder = ROOT
    empty = _used([_python(image), "-c", "pass"], folder, START_RUNS)
    command = f"import {image}.__main__, conversion_runtime.function"
    ours = _used([_python(image), "-c", command], folder, START_RUNS)
    return Result(f"{image}: start", ours.seconds, "cpu-s", "bare Python", empty.seconds)


def _measure(converter: Converter, file: Path) -> Iterator[Result]:
    python, size = _python(converter.image), file.stat().st_size / MEBIBYTE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        order = _order(converter, file, folder)
        ours = _used([python, "-c", WHOLE, converter.image, order], folder, RUNS)
        label = f"{converter.name}, {file.name}"
        yield Result(f"{label}: peak", ours.mebibytes, "MiB", "its source", size)
        if converter.name not in BARE:
            yield Result(f"{label}: whole job", ours.seconds, "cpu-s")
            return
        library, script = BARE[converter.name]
        bare = _used([python, "-c", script, str(file)], folder, RUNS)
        yield Result(f"{label}: whole job", ours.seconds, "cpu-s", library, bare.seconds)
        yield Result(f"{label}: peak", ours.mebibytes, "MiB", library, bare.mebibytes)


def _python(image: str) -> Path:
    return VENVS / image / "bin" / "python"


def _order(converter: Converter, file: Path, folder: Path) -> str:
    """Return the order of one conversion, with the limits of the job that takes this file."""
    size = converter.size_for(file.stat().st_size)
    limits = {
        "memory_mebibytes": size.memory_mebibytes,
        "timeout_seconds": size.timeout_seconds,
    }
    names = {"converter": converter.name, "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": dict(converter.parameters), "limits": limits})


def _used(command: Sequence[str | Path], folder: Path, runs: int) -> Usage:
    return used(command, folder, runs, is_quiet=True)
