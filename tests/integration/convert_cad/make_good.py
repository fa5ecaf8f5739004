"""Make the good files that hostile ones are made of; run by the converter's own interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from OCP.BinTools import BinTools
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.BRepTools import BRepTools
from OCP.IGESControl import IGESControl_Writer
from OCP.Message import Message_ProgressRange

from tests.integration.convert_cad.make_step import main as make_step


def main(folder: Path) -> None:
    """Write `good.step`, `good.igs`, `good.brep` of text and `good.bin` of bytes."""
    make_step("tower", str(folder / "good.step"))
    box = BRepPrimAPI_MakeBox(10.0, 20.0, 30.0).Shape()
    writer = IGESControl_Writer()
    writer.AddShape(box)
    writer.Write(str(folder / "good.igs"))
    BRepTools.Write_s(box, str(folder / "good.brep"), Message_ProgressRange())
    BinTools.Write_s(box, str(folder / "good.bin"), Message_ProgressRange())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
