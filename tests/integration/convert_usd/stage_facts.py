"""Print what OpenUSD computes of a stage, without any code of the converter."""

from __future__ import annotations

import json
import sys

from pxr import Usd, UsdGeom

SHOWN = [UsdGeom.Tokens.default_, UsdGeom.Tokens.render]


def main(path: str) -> None:
    """Print the box in metres with Y up, and the triangles of all shown meshes as fans."""
    stage = Usd.Stage.Open(path)
    cache = UsdGeom.BBoxCache(Usd.TimeCode.EarliestTime(), SHOWN)
    box = cache.ComputeWorldBound(stage.GetPseudoRoot()).ComputeAlignedRange()
    unit = UsdGeom.GetStageMetersPerUnit(stage)
    low, high = ([value * unit for value in one] for one in (box.GetMin(), box.GetMax()))
    if UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z:
        low, high = [low[0], low[2], -high[1]], [high[0], high[2], -low[1]]
    print(json.dumps({"box_metres_y_up": [low, high], "fan_triangles": _triangles(stage)}))


def _triangles(stage: Usd.Stage) -> int:
    total = 0
    for prim in stage.Traverse(Usd.TraverseInstanceProxies()):
        if prim.IsA(UsdGeom.Mesh):
            shown = _places(prim)
            counts = UsdGeom.Mesh(prim).GetFaceVertexCountsAttr().Get()
            total += shown * sum(count - 2 for count in counts)
    return total


def _places(prim: Usd.Prim) -> int:
    """Return in how many places a mesh is shown: a prototype of instances in each of theirs."""
    while prim:
        if prim.IsA(UsdGeom.PointInstancer):
            instancer = UsdGeom.PointInstancer(prim)
            mask = instancer.ComputeMaskAtTime(Usd.TimeCode.Default())
            return sum(mask) if mask else len(instancer.GetProtoIndicesAttr().Get())
        prim = prim.GetParent()
    return 1


if __name__ == "__main__":
    main(*sys.argv[1:])
