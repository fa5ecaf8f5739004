"""One conversion from the local source file to the checked derivatives in a folder."""

from __future__ import annotations

import codecs
import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from container_runtime.child import REFUSED, Limits
from convert_cad.child import run_child
from convert_cad.convert import PARTS, RAW_GLB, REFUSAL, REPORT, Order, Report
from convert_cad.errors import CadEmpty, CadGeometryLost, error_of
from convert_cad.glb import Glb
from convert_cad.node_facts import with_facts
from convert_cad.pack import pack
from convert_cad.settings import Tessellation
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE, SCENE_FILE

PLAIN_SOURCE = "source.step"


@dataclass(frozen=True)
class Converted:
    """The derivatives by name, and what they show."""

    files: tuple[Path, ...]
    triangles: int
    occurrences: int


def convert_file(
    source: Path, folder: Path, *, tessellation: Tessellation, limits: Limits
) -> Converted:
    """Convert a file; the derivatives are written to `folder`, which is empty before.

    Raises:
        CadError: one of its kinds says why not.
    """
    without_byte_order_mark(source, folder / PLAIN_SOURCE)
    report = _run(Order(PLAIN_SOURCE, tessellation, limits), folder)
    raw, packed, assembly = folder / RAW_GLB, folder / SCENE_FILE, folder / ASSEMBLY_FILE
    glb = Glb.from_file(raw)
    _check(glb, report)
    pack(raw, packed, limits)
    x, y, z = (value / 1000 for value in report.local_origin_millimetres)
    parts = json.loads((folder / PARTS).read_text(encoding="utf-8"))
    tree = with_facts(Assembly(local_origin_metres=(x, y, z), roots=glb.tree()), parts)
    assembly.write_text(json.dumps(asdict(tree), separators=(",", ":")), encoding="utf-8")
    return Converted((packed, raw, assembly), glb.triangles, report.occurrences)


def without_byte_order_mark(source: Path, target: Path) -> None:
    """Copy a file without the UTF-8 byte order mark, which the reader does not know."""
    with source.open("rb") as reading, target.open("wb") as writing:
        if reading.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            reading.seek(0)
        shutil.copyfileobj(reading, writing)


def _run(order: Order, folder: Path) -> Report:
    command = [sys.executable, "-m", "convert_cad.convert", order.to_json()]
    if run_child(command, folder=folder, limits=order.limits) == REFUSED:
        raise error_of(json.loads((folder / REFUSAL).read_text(encoding="utf-8")))
    value = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return Report(**value)


def _check(glb: Glb, report: Report) -> None:
    """Require that what went in came out."""
    if glb.triangles == 0:
        raise CadEmpty("the file has no triangles", expected="at least one solid or surface")
    glb.check_bounds()
    if glb.mesh_nodes < report.occurrences:
        raise CadGeometryLost(
            "parts were lost in the conversion",
            found=f"{glb.mesh_nodes} nodes with triangles",
            expected=f"{report.occurrences} occurrences of {report.parts} parts",
        )
