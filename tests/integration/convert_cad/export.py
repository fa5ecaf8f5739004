"""Write a STEP file as IGES, and two solids as BREP; run by the converter's own interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from OCP.BinTools import BinTools
from OCP.BRep import BRep_Builder
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCylinder
from OCP.BRepTools import BRepTools
from OCP.IGESCAFControl import IGESCAFControl_Writer
from OCP.Message import Message_ProgressRange
from OCP.TopoDS import TopoDS_Compound

from convert_cad.step_document import read_step


def main(source: Path, folder: Path) -> None:
    document, _ = read_step(source)
    writer = IGESCAFControl_Writer()
    writer.SetColorMode(True)
    writer.SetNameMode(True)
    writer.Transfer(document, Message_ProgressRange())
    writer.Write(str(folder / "as1.igs"))
    builder, both = BRep_Builder(), TopoDS_Compound()
    builder.MakeCompound(both)
    builder.Add(both, BRepPrimAPI_MakeBox(100.0, 200.0, 300.0).Shape())
    builder.Add(both, BRepPrimAPI_MakeCylinder(50.0, 400.0).Shape())
    BRepTools.Write_s(both, str(folder / "two.brep"), Message_ProgressRange())
    BinTools.Write_s(both, str(folder / "two.bin"), Message_ProgressRange())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
