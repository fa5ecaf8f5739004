"""A source for each converter: a public sample, or a file that is made here."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples"))
VENVS = ROOT / ".build" / "venvs"

FILES: Mapping[str, str] = {
    "fbx_to_glb": "mesh/maya_slime_7500_binary.fbx",
    "glb_to_ktx2": "mesh/CesiumMilkTruck.glb",
    "glb_to_usdz": "mesh/CesiumMilkTruck.glb",
    "gltf_to_glb": "mesh/CesiumMilkTruck.glb",
    "ifc_to_glb": "bim/AC14-FZK-Haus.ifc",
    "iges_to_glb": "cad/as1_pe_203.igs",
    "obj_to_glb": "mesh/fandisk.obj",
    "photo_to_web": "photo/berlin_01.jpg",
    "ply_to_glb": "mesh/cycloidal.ply",
    "points_to_tiles": "pointcloud/autzen_trim.laz",
    "step_to_glb": "cad/as1-oc-214.stp",
    "stl_to_glb": "mesh/ADIS16480.STL",
    "threemf_to_glb": "mesh/counterXP.3MF",
    "usd_to_glb": "usd/CesiumMan.usdz",
    "video_to_ladder": "video/max-heromode.mp4",
    "video_to_web": "video/max-heromode.mp4",
}

BREP = """
import sys
from OCP.BRep import BRep_Builder
from OCP.BRepPrimAPI import BRepPrimAPI_MakeTorus
from OCP.BRepTools import BRepTools
from OCP.Message import Message_ProgressRange
from OCP.TopoDS import TopoDS_Compound
builder, rings = BRep_Builder(), TopoDS_Compound()
builder.MakeCompound(rings)
for number in range(200):
    builder.Add(rings, BRepPrimAPI_MakeTorus(100.0 + 30 * number, 10.0).Shape())
BRepTools.Write_s(rings, sys.argv[1], Message_ProgressRange())
"""

SPLATS = """
import sys
import numpy as np
count, random = 100_000, np.random.default_rng(1)
names = [*"xyz", *(f"f_dc_{at}" for at in range(3)), *(f"f_rest_{at}" for at in range(45)),
         "opacity", *(f"scale_{at}" for at in range(3)), *(f"rot_{at}" for at in range(4))]
places = random.normal(size=(count, 3))
rows = random.normal(0, 0.02, (count, len(names)))
rows[:, :3], rows[:, 6:51] = places, rows[:, 6:51] + places @ random.normal(0, 0.1, (3, 45))
rows[:, 51], rows[:, 52:55], rows[:, 55] = 2, -5, 1
lines = ["ply", "format binary_little_endian 1.0", f"element vertex {count}"]
lines += [f"property float {name}" for name in names] + ["end_header", ""]
with open(sys.argv[1], "wb") as file:
    file.write("\\n".join(lines).encode() + rows.astype("<f4").tobytes())
"""

SIDE = 200
"""Of a plate of COLLADA, in squares."""

COLLADA = """<?xml version="1.0"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1"><asset>
<unit meter="1"/><up_axis>Z_UP</up_axis></asset>
<library_geometries><geometry id="plate"><mesh><source id="at"><float_array id="values"
 count="{numbers}">{places}</float_array><technique_common><accessor source="#values"
 count="{points}" stride="3"><param name="X" type="float"/><param name="Y" type="float"/>
<param name="Z" type="float"/></accessor></technique_common></source>
<vertices id="corners"><input semantic="POSITION" source="#at"/></vertices>
<triangles count="{triangles}"><input semantic="VERTEX" source="#corners" offset="0"/>
<p>{indices}</p></triangles></mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="scene"><node id="plate-node"><instance_geometry
 url="#plate"/></node></visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#scene"/></scene></COLLADA>
"""


def sources(folder: Path) -> dict[str, Path]:
    """Return the source of each converter that has one here, by the converter's name."""
    found = {name: SAMPLES / path for name, path in FILES.items() if (SAMPLES / path).is_file()}
    for name, make in MAKERS.items():
        path = make(folder)
        if path is not None:
            found[name] = path
    return found


def _brep(folder: Path) -> Path | None:
    return _made("convert_cad", BREP, folder / "rings.brep")


def _splats(folder: Path) -> Path | None:
    return _made("convert_splat", SPLATS, folder / "splats.ply")


def _made(package: str, script: str, target: Path) -> Path | None:
    """Return what a script writes in the environment of an image, or None without it."""
    python = VENVS / package / "bin" / "python"
    if not python.is_file():
        return None
    subprocess.run([python, "-c", script, str(target)], check=True)
    return target


def _collada(folder: Path) -> Path:
    wide = SIDE + 1
    places = [f"{x} {y} {(x * y) % 7 / 9:.3f}" for y in range(wide) for x in range(wide)]
    first = [y * wide + x for y in range(SIDE) for x in range(SIDE)]
    indices = [f"{at} {at + 1} {at + wide + 1} {at} {at + wide + 1} {at + wide}" for at in first]
    target = folder / "plate.dae"
    text = COLLADA.format(
        numbers=3 * len(places),
        points=len(places),
        places=" ".join(places),
        triangles=2 * len(first),
        indices=" ".join(indices),
    )
    target.write_text(text, encoding="utf-8")
    return target


def _bundle(folder: Path) -> Path | None:
    scene = SAMPLES / FILES["obj_to_glb"]
    if not scene.is_file():
        return None
    target = folder / "bundle.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(scene, scene.name)
    return target


MAKERS: Mapping[str, Callable[[Path], Path | None]] = {
    "brep_to_glb": _brep,
    "bundle_to_glb": _bundle,
    "collada_to_glb": _collada,
    "splat_to_spz": _splats,
}
