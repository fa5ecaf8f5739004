"""Gaussian splats → SPZ and SOG: how large they are, and what writing them costs.

100,000 splats of degree 3 whose harmonics follow their places, with noise. splat-transform 2.7.1,
the tool of SOG's authors, writes the same splats where it is installed, on the processor as we do:
`npm --prefix .build/peers install @playcanvas/splat-transform@2.7.1`; it takes minutes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.converter_sources import ROOT, VENVS, sources
from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import used

PYTHON = VENVS / "convert_splat" / "bin" / "python"
PEER = Path(
    os.environ.get(
        "SPLAT_TRANSFORM", ROOT / ".build" / "peers" / "node_modules" / ".bin" / "splat-transform"
    )
)
RUNS = 3

WRITE = """
import os
import sys
from pathlib import Path
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from convert_splat.{module} import {function}
from convert_splat.source import read_source
{function}(read_source(Path(sys.argv[1])).valid(), Path(sys.argv[2]))
"""


def run() -> list[Result]:
    """Measure one scene.

    Raises:
        Unavailable: the converter's environment is missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the splat converter at {PYTHON}: run `make setup`")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        return _measure(sources(folder)["splat_to_spz"], folder)


def _measure(file: Path, folder: Path) -> list[Result]:
    spz, sog, theirs = (folder / name for name in ("ours.spz", "ours.sog", "theirs.sog"))
    seconds = {
        target: _seconds([PYTHON, "-c", _script(target), str(file), str(target)], folder)
        for target in (spz, sog)
    }
    found = [
        Result("SPZ", _kilobytes(spz), "kB", "the PLY", _kilobytes(file)),
        Result("SOG", _kilobytes(sog), "kB", "the PLY", _kilobytes(file)),
        Result("SOG", _kilobytes(sog), "kB", "SPZ", _kilobytes(spz)),
        Result("SOG, read and written", seconds[sog], "cpu-s", "SPZ", seconds[spz]),
    ]
    if not PEER.exists():
        return found
    peer = _seconds([PEER, "-g", "cpu", str(file), str(theirs)], folder, runs=1)
    return [
        *found,
        Result("SOG", _kilobytes(sog), "kB", "splat-transform", _kilobytes(theirs)),
        Result("SOG, read and written", seconds[sog], "cpu-s", "splat-transform", peer),
    ]


def _script(target: Path) -> str:
    module = target.suffix[1:]
    return WRITE.format(module=module, function=f"write_{module}")


def _kilobytes(path: Path) -> float:
    return path.stat().st_size / 1000


def _seconds(command: Sequence[str | Path], folder: Path, *, runs: int = RUNS) -> float:
    """Return the least processor seconds of some runs, all processes."""
    return used(command, folder, runs, is_quiet=True).seconds
