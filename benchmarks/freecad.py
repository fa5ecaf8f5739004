"""FreeCAD's command line, where the machine has it: STEP to triangles.

The FreeCAD of Debian 12 (0.20) writes no glTF without its user interface, and keeps neither names
nor colours on this way: it reads, meshes and writes OBJ.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.image_process import used

SCRIPT_NAME = "to_triangles.py"
"""FreeCAD imports its scripts: one that is called like a module of its own would not run."""

TRIANGLES_NAME = "triangles.obj"

SCRIPT = """
import os
import MeshPart
import Part

shape = Part.Shape()
shape.read({source!r})
mesh = MeshPart.meshFromShape(
    Shape=shape, LinearDeflection={deflection!r}, AngularDeflection={angle!r}, Relative=False)
mesh.write({target!r})
os._exit(0)  # it would wait for commands
"""


def triangles_seconds(
    file: Path, folder: Path, *, deflection_millimetres: float, angle_radians: float, runs: int
) -> float | None:
    """Return the processor seconds from a STEP file to triangles; None without FreeCAD.

    Raises:
        CalledProcessError: FreeCAD failed.
        FileNotFoundError: it wrote nothing.
    """
    command = shutil.which("freecadcmd")
    if command is None:
        return None
    text = SCRIPT.format(
        source=str(file),
        target=TRIANGLES_NAME,
        deflection=deflection_millimetres,
        angle=angle_radians,
    )
    (folder / SCRIPT_NAME).write_text(text, encoding="utf-8")
    found = used([command, SCRIPT_NAME], folder, runs, environment={"HOME": str(folder)})
    (folder / TRIANGLES_NAME).stat()
    return found.seconds
