"""Curved surfaces become triangles."""

from __future__ import annotations

from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.IMeshTools import IMeshTools_Parameters

from convert_cad.bounds import document_bounds
from convert_cad.settings import Tessellation
from convert_cad.shapes import free_shapes, shape_of
from convert_cad.step_document import Document

SMALLEST_DEFLECTION_MILLIMETRES = 1e-6


def tessellate(document: Document, tessellation: Tessellation) -> None:
    """Tessellate every part once, as finely as the size of the whole asks for."""
    deflection = document_bounds(document).diagonal * tessellation.deflection_ratio
    parameters = IMeshTools_Parameters()
    parameters.Deflection = max(deflection, SMALLEST_DEFLECTION_MILLIMETRES)
    parameters.Angle = tessellation.angle_radians
    parameters.InParallel = True
    for label in free_shapes(document):
        BRepMesh_IncrementalMesh(shape_of(label), parameters)
