"""A layer and its textures become one USDZ package, which is opened again before it is believed.

https://openusd.org/release/spec_usdz.html
"""

from __future__ import annotations

import os
from pathlib import Path

from pxr import Sdf, Tf, Usd, UsdGeom, UsdUtils

from conversion_runtime.errors import GeometryLost
from convert_usd.usd_materials import FOLDER

FIXED_TIME = 315_619_200
"""2 January 1980 in seconds since 1970: ZIP archives know no year before."""


def write_package(layer: Path, target: Path, *, triangles: int) -> None:
    """Write a package and count its triangles.

    Raises:
        GeometryLost: it was not written, or shows fewer triangles than the scene.
    """
    for path in (layer, *Path(FOLDER).glob("*")):
        os.utime(path, (FIXED_TIME, FIXED_TIME))  # the archive has the times of its files
    try:
        written = UsdUtils.CreateNewUsdzPackage(Sdf.AssetPath(str(layer)), str(target))
    except Tf.ErrorException as error:
        raise GeometryLost("the package was not written") from error
    found = _triangles(target) if written else 0
    if found != triangles:
        raise GeometryLost(
            "triangles were lost in the package",
            found=f"{found} triangles",
            expected=f"{triangles} triangles",
        )


def _triangles(package: Path) -> int:
    stage = Usd.Stage.Open(str(package))
    meshes = (UsdGeom.Mesh(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh))
    return sum(len(mesh.GetFaceVertexCountsAttr().Get()) for mesh in meshes)
