"""Read a BREP file, the format of OCCT itself, into an XCAF document, or say why not.

https://dev.opencascade.org/doc/overview/html/specification__brep_format.html
"""

from __future__ import annotations

from pathlib import Path

from OCP.BinTools import BinTools
from OCP.BRep import BRep_Builder
from OCP.BRepTools import BRepTools
from OCP.Message import Message_ProgressRange
from OCP.TopoDS import TopoDS_Shape
from OCP.XCAFDoc import XCAFDoc_ShapeTool

from conversion_runtime.errors import SourceUnreadable
from convert_cad.brep_counts import check_counts, check_numbers
from convert_cad.compounds import as_assemblies
from convert_cad.finite import require_finite
from convert_cad.shapes import shape_tool
from convert_cad.step_document import Document, new_document

BINARY = b"Open CASCADE Topology V"
HEAD_BYTES = 64


def read_brep(path: Path) -> Document:
    """Read a file of text or of bytes; its numbers, which have no unit, are millimetres.

    The shapes of a compound at the top are parts of an assembly, `part 1` and on; the format has
    neither names nor colours.

    Raises:
        SourceUnreadable: the reader does not take it.
        SourceDamaged: a table is of an impossible length.
        SourceBoundsInvalid: a coordinate is no number.
    """
    check_counts(path)
    shape = TopoDS_Shape()
    if _is_binary(path):
        read = BinTools.Read_s(shape, str(path), Message_ProgressRange())
    else:
        check_numbers(path)
        read = BRepTools.Read_s(shape, str(path), BRep_Builder(), Message_ProgressRange())
    if not read or shape.IsNull():
        raise SourceUnreadable("the file is not readable as BREP")
    require_finite(shape)
    XCAFDoc_ShapeTool.SetAutoNaming_s(False)
    document = new_document()
    shape_tool(document).AddShape(shape, False)
    return as_assemblies(document)


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES).lstrip().startswith(BINARY)
