"""Write a tessellated document as GLB: metres, Y up, a node per occurrence with its name."""

from __future__ import annotations

from pathlib import Path

from OCP.collections import IndexedDataMap_TCollection_AsciiString_TCollection_AsciiString
from OCP.Message import Message_ProgressRange
from OCP.RWGltf import RWGltf_CafWriter
from OCP.RWMesh import RWMesh_CoordinateSystem, RWMesh_NameFormat
from OCP.TCollection import TCollection_AsciiString

from conversion_runtime.errors import SourceEmpty
from convert_cad.settings import METRES
from convert_cad.step_document import Document


def write_glb(document: Document, path: Path) -> None:
    """Write the file.

    Raises:
        SourceEmpty: the writer found nothing to write.
    """
    writer = RWGltf_CafWriter(TCollection_AsciiString(str(path)), True)
    writer.SetMergeFaces(True)
    writer.SetParallel(True)
    writer.SetNodeNameFormat(RWMesh_NameFormat.RWMesh_NameFormat_InstanceOrProduct)
    frame = writer.ChangeCoordinateSystemConverter()
    frame.SetInputLengthUnit(METRES)
    frame.SetInputCoordinateSystem(RWMesh_CoordinateSystem.RWMesh_CoordinateSystem_Zup)
    information = IndexedDataMap_TCollection_AsciiString_TCollection_AsciiString()
    written = writer.Perform(document, information, Message_ProgressRange())
    if not written or not path.is_file():
        raise SourceEmpty("the file has no triangles", expected="at least one solid or surface")
