"""Read a STEP file into an XCAF document: names, colours, assembly tree; or say why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from OCP.IFSelect import IFSelect_RetDone
from OCP.Message import Message_ProgressRange
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.StepGeom import (
    StepGeom_Curve,
    StepGeom_Direction,
    StepGeom_Placement,
    StepGeom_Point,
    StepGeom_Surface,
    StepGeom_Vector,
)
from OCP.StepShape import StepShape_TopologicalRepresentationItem
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDocStd import TDocStd_Document
from OCP.XCAFApp import XCAFApp_Application

from conversion_runtime.errors import SourceDamaged, SourceExternalReference, SourceUnreadable
from convert_cad.step_pmi import has_pmi

Document = Any
"""`TDocStd_Document`; the bindings carry no types."""

Reader = Any
"""`STEPCAFControl_Reader`, which still knows the entities of the file."""

GEOMETRY = (
    StepGeom_Curve,
    StepGeom_Direction,
    StepGeom_Placement,
    StepGeom_Point,
    StepGeom_Surface,
    StepGeom_Vector,
    StepShape_TopologicalRepresentationItem,
)
"""What shapes are made of; the last are vertices, edges, faces and shells."""


def read_step(path: Path) -> tuple[Document, Reader]:
    """Read a file, in millimetres whatever its own unit is; return its reader with it.

    Raises:
        SourceUnreadable: the reader does not take it.
        SourceDamaged: references lead nowhere, geometry has values of the wrong type, or the
            syntax is broken.
        SourceExternalReference: it refers to other files.
    """
    reader = STEPCAFControl_Reader()
    reader.SetColorMode(True)
    reader.SetNameMode(True)
    reader.SetLayerMode(False)
    if reader.ReadFile(str(path)) != IFSelect_RetDone:
        raise SourceUnreadable("the file is not readable as STEP")
    _check_references(reader)
    _check_geometry(reader)
    reader.SetGDTMode(has_pmi(reader, path))
    document = new_document()
    if not reader.Transfer(document, Message_ProgressRange()):
        raise SourceUnreadable("no shape of the file can be transferred")
    if reader.ExternFiles().Size():
        raise SourceExternalReference(
            "the file refers to other files",
            found=f"{reader.ExternFiles().Size()} references",
            expected="one self-contained file; export the assembly into a single STEP file",
        )
    return document, reader


def new_document() -> Document:
    """Return an empty XCAF document."""
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    application = XCAFApp_Application.GetApplication_s()
    application.NewDocument(TCollection_ExtendedString("MDTV-XCAF"), document)
    return document


def _check_geometry(reader: Any) -> None:  # noqa: ANN401 - a binding without types
    """Refuse points, curves, faces that the reader did not understand: it shows them elsewhere.

    Faults of texts and styles change nothing of the shape, and real files have them.
    """
    model = reader.Reader().StepModel()
    reported = model.Reports(False)
    reported.Start()
    if not reported.More():  # the list of checks asks every one of a million entities
        return
    checks = reader.Reader().WS().ModelCheckList(True)
    faults = 0
    checks.Start()
    while checks.More():
        if checks.Value().NbFails() and checks.Number():
            faults += isinstance(model.Value(checks.Number()), GEOMETRY)
        checks.Next()
    if faults:
        raise SourceDamaged(
            "the file is damaged: geometry has values of the wrong type",
            found=f"{faults} faults",
            expected="none; export it again",
        )


def _check_references(reader: Any) -> None:  # noqa: ANN401 - a binding without types
    """Refuse what the reader reports and then goes on without."""
    check = reader.Reader().StepModel().GlobalCheck(True)
    if check.NbFails():
        raise SourceDamaged(
            "the file is damaged: references lead nowhere or the syntax is broken",
            found=f"{check.NbFails()} faults",
            expected="none; export it again",
        )
