"""Print what OpenUSD's own validators find in a package, and what it shows."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from pxr import Usd, UsdGeom, UsdShade, UsdValidation


def main(path: str) -> None:
    """Print findings, the number of validators, triangles, box, display names, materials."""
    stage = Usd.Stage.Open(path)
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    found = UsdValidation.ValidationContext(validators).Validate(stage)
    meshes = [UsdGeom.Mesh(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh)]
    points = np.concatenate([_points(mesh) for mesh in meshes])
    bound = [UsdShade.MaterialBindingAPI(mesh).ComputeBoundMaterial()[0] for mesh in meshes]
    facts = {
        "findings": [f"{one.GetName()}: {one.GetMessage()}" for one in found],
        "validators": len(validators),
        "triangles": sum(len(mesh.GetFaceVertexCountsAttr().Get()) for mesh in meshes),
        "box": [points.min(axis=0).tolist(), points.max(axis=0).tolist()],
        "names": sorted(_name(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Xform)),
        "materials": sorted({material.GetPrim().GetName() for material in bound if material}),
    }
    print(json.dumps(facts))


def _points(mesh: UsdGeom.Mesh) -> Any:  # noqa: ANN401 - an array
    """Return the points of a mesh where it is, which a box around its box may exceed."""
    matrix = np.array(mesh.ComputeLocalToWorldTransform(Usd.TimeCode.Default()))
    return np.array(mesh.GetPointsAttr().Get()) @ matrix[:3, :3] + matrix[3, :3]


def _name(prim: Usd.Prim) -> str:
    return str(prim.GetDisplayName() or prim.GetName())


if __name__ == "__main__":
    main(*sys.argv[1:])
