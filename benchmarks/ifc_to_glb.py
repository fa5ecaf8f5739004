"""IFC → GLB: our conversion beside bare IfcOpenShell with its exact kernel and its own GLB writer.

Each runs in a process of its own; times are processor seconds, all threads, start of the process
included. Bare IfcOpenShell checks nothing and writes no properties: it is what IfcConvert does.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, Usage, used

PYTHON = ROOT / ".build" / "venvs" / "convert_bim" / "bin" / "python"
RUNS = 3
LIMITS = {"memory_mebibytes": 4096, "timeout_seconds": 600}

BARE = """
import os
import sys
import ifcopenshell
import ifcopenshell.geom
settings = ifcopenshell.geom.settings()
settings.set("y-up", True)
settings.set("use-element-guids", True)
settings.set("element-hierarchy", True)
file = ifcopenshell.open(sys.argv[1])
writer = ifcopenshell.geom.serializers.gltf("bare.glb", settings)
writer.setFile(file)
writer.setUnitNameAndMagnitude("METER", 1.0)
writer.writeHeader()
threads = len(os.sched_getaffinity(0))
for element in ifcopenshell.geom.iterator(
    settings, file, threads, exclude=["IfcSpace", "IfcOpeningElement"],
    geometry_library="opencascade",
):
    writer.write(element)
writer.finalize()
"""

WHOLE = """
import sys
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order
convert_file("convert_bim", Order.from_json(sys.argv[1]))
"""


def run() -> list[Result]:
    """Measure every sample.

    Raises:
        Unavailable: the converter's environment or the files are missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the BIM converter at {PYTHON}: run `make setup`")
    folder = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples")) / "bim"
    files = sorted(folder.glob("*.ifc*"), key=lambda path: path.stat().st_size)[-3:]
    if not files:
        raise Unavailable("no IFC files: set TWIN_SAMPLES to a folder that has them in `bim`")
    return [result for file in files for result in _results(file)]


def _results(file: Path) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        bare = _measured(["-c", BARE, str(_plain(file, folder))], folder).seconds
        order = _order(file, folder)
        step = ["-m", "conversion_runtime.step", "convert_bim", order]
        ours = _measured(step, folder)
        whole = _measured(["-c", WHOLE, order], folder).seconds
        packed, raw, theirs = (
            (folder / one).stat().st_size / 1000
            for one in ("model.glb", "model.raw.glb", "bare.glb")
        )
    label = file.name
    return [
        Result(
            f"{label}: IFC to GLB and properties", ours.seconds, "cpu-s", "bare IfcOpenShell", bare
        ),
        Result(f"{label}: whole job, packed, drawn", whole, "cpu-s", "bare IfcOpenShell", bare),
        Result(f"{label}: peak memory of the conversion", ours.mebibytes, "MiB"),
        Result(f"{label}: raw GLB", raw, "kB", "bare IfcOpenShell", theirs),
        Result(f"{label}: GLB for the web", packed, "kB", "raw GLB", raw),
    ]


def _plain(file: Path, folder: Path) -> Path:
    """Return a file out of its archive."""
    if file.suffix != ".ifczip":
        return file
    with zipfile.ZipFile(file) as archive:
        return Path(archive.extract(archive.namelist()[0], folder))


def _order(file: Path, folder: Path) -> str:
    """Return the order of one conversion, as its processes tell each other."""
    names = {"converter": "ifc_to_glb", "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": {}, "limits": LIMITS})


def _measured(arguments: Sequence[str], folder: Path) -> Usage:
    return used([PYTHON, *arguments], folder, RUNS)
