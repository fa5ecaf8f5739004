"""Read an IGES file into an XCAF document, or say why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from OCP.IFSelect import IFSelect_RetDone
from OCP.IGESCAFControl import IGESCAFControl_Reader
from OCP.Message import Message_ProgressRange
from OCP.XCAFDoc import XCAFDoc_ShapeTool

from conversion_runtime.errors import SourceDamaged, SourceExternalReference, SourceUnreadable
from convert_cad.compounds import as_assemblies
from convert_cad.iges_records import check_records
from convert_cad.step_document import Document, new_document

EXTERNAL_REFERENCE = 416
"""Type of the entities that stand for a part of another file (IGES 5.3, 4.138)."""


def read_iges(path: Path) -> Document:
    """Read what a file shows, in millimetres whatever its own unit is.

    Raises:
        SourceUnreadable: the reader does not take it.
        SourceDamaged: records are missing, or entities point at what is not there.
        SourceExternalReference: parts are in other files.
    """
    check_records(path)
    reader = IGESCAFControl_Reader()
    reader.SetColorMode(True)
    reader.SetNameMode(True)
    reader.SetLayerMode(False)
    reader.SetReadVisible(True)
    if reader.ReadFile(str(path)) != IFSelect_RetDone:
        raise SourceUnreadable("the file is not readable as IGES")
    _check(reader.IGESModel())
    XCAFDoc_ShapeTool.SetAutoNaming_s(False)
    document = new_document()
    if not reader.Transfer(document, Message_ProgressRange()):
        raise SourceUnreadable("no shape of the file can be transferred")
    return as_assemblies(document)


def _check(model: Any) -> None:  # noqa: ANN401 - a binding without types
    """Refuse what the reader reports and then goes on without."""
    check = model.GlobalCheck(True)
    if check.NbFails():
        raise SourceDamaged(
            "the file is damaged",
            found=f"{check.NbFails()} faults",
            expected="none; export it again",
        )
    kinds = [model.Entity(index).TypeNumber() for index in range(1, model.NbEntities() + 1)]
    if EXTERNAL_REFERENCE in kinds:
        raise SourceExternalReference(
            "the file refers to other files",
            found=f"{kinds.count(EXTERNAL_REFERENCE)} references",
            expected="one self-contained file",
        )
