"""GLB for the web: the size of what our conversion packs, beside gltfpack alone and Draco.

All begin with the same raw GLB. Ours has positions in 16 bits, keeps names, and has WebP textures;
gltfpack alone is `-c` with its 14 bits and drops names; Draco is gltf-pipeline's, at its defaults.
Sizes are also given as a server sends them, compressed by gzip.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, used

BIN = ROOT / ".build" / "venvs" / "convert_mesh" / "bin"
DRACO = Path(
    os.environ.get(
        "GLTF_PIPELINE", ROOT / ".build" / "peers" / "node_modules" / ".bin" / "gltf-pipeline"
    )
)
SAMPLES = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples")) / "mesh"
LIMITS = {"memory_mebibytes": 4096, "timeout_seconds": 600}
FILES = {
    "cycloidal.ply": ("ply_to_glb", {"metres_per_unit": 1.0, "up_axis": "z"}),
    "counterXP.3MF": ("threemf_to_glb", {}),
    "ADIS16480.STL": ("stl_to_glb", {"metres_per_unit": 0.001, "up_axis": "z"}),
    "maya_slime_7500_binary.fbx": ("fbx_to_glb", {}),
    "CesiumMilkTruck.glb": ("gltf_to_glb", {}),
}

WHOLE = """
import sys
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order
convert_file("convert_mesh", Order.from_json(sys.argv[1]))
"""


def run() -> list[Result]:
    """Measure every sample.

    Raises:
        Unavailable: the converter's environment, the samples or Draco are missing.
    """
    if not (BIN / "gltfpack").exists():
        raise Unavailable(f"no environment of the mesh converters at {BIN}: run `make setup`")
    files = [SAMPLES / name for name in FILES if (SAMPLES / name).is_file()]
    if not files:
        raise Unavailable("no meshes: set TWIN_SAMPLES")
    if not DRACO.exists():
        raise Unavailable(
            f"no Draco at {DRACO}: `npm --prefix {ROOT / '.build' / 'peers'} install gltf-pipeline`"
        )
    return [result for file in files for result in _measure(file)]


def _measure(file: Path) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = used([BIN / "python", "-c", WHOLE, _order(file, folder)], folder, 1).seconds
        raw, plain, draco = "model.raw.glb", "plain.glb", "draco.glb"
        bare = used([BIN / "gltfpack", "-i", raw, "-o", plain, "-c"], folder, 1).seconds
        used([DRACO, "-i", raw, "-o", draco, "-d"], folder, 1)
        sizes = {one: _sizes(folder / one) for one in ("model.glb", raw, plain, draco)}
    ours = sizes["model.glb"]
    peers = (("raw GLB", raw), ("gltfpack -c", plain), ("Draco", draco))
    return [
        *(Result(f"{file.name}: kB", ours[0], "kB", peer, sizes[key][0]) for peer, key in peers),
        *(
            Result(f"{file.name}: kB behind gzip", ours[1], "kB", peer, sizes[key][1])
            for peer, key in peers
        ),
        Result(f"{file.name}: whole job", whole, "cpu-s", "gltfpack -c alone", bare),
    ]


def _sizes(file: Path) -> tuple[float, float]:
    """Return thousands of bytes, as they are and behind gzip."""
    content = file.read_bytes()
    return len(content) / 1000, len(gzip.compress(content, 6)) / 1000


def _order(file: Path, folder: Path) -> str:
    converter, parameters = FILES[file.name]
    names = {"converter": converter, "source": str(file), "folder": str(folder)}
    return json.dumps({**names, "parameters": parameters, "limits": LIMITS})
