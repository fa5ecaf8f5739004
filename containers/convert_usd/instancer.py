"""PointInstancer: one prototype in many places.

https://openusd.org/release/api/class_usd_geom_point_instancer.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from pxr import Usd, UsdGeom

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_usd.limits import MAXIMUM_PRIMS
from glb_runtime.model import Array, Node


def instances(
    instancer: UsdGeom.PointInstancer,
    time: Usd.TimeCode,
    shown: Callable[[Usd.Prim], Node | None],
) -> Iterator[Node]:
    """Yield a node for each place; `shown` returns what a prototype shows.

    Raises:
        SourceTooComplex: there are too many places.
        SourceDamaged: a place has no prototype, or places and prototypes are not as many.
    """
    chosen = np.asarray(instancer.GetProtoIndicesAttr().Get(time) or (), np.int64)
    if len(chosen) > MAXIMUM_PRIMS:
        raise SourceTooComplex(
            "there are too many instances",
            found=f"{len(chosen)} instances",
            expected=f"at most {MAXIMUM_PRIMS} instances",
        )
    prototypes = [_prototype(instancer, path, shown) for path in _targets(instancer)]
    if len(chosen) and not 0 <= chosen.min() <= chosen.max() < len(prototypes):
        raise SourceDamaged("an instance has no prototype")
    visible = list(instancer.ComputeMaskAtTime(time)) or [True] * len(chosen)
    for index, matrix in enumerate(_places(instancer, time, len(chosen))):
        prototype = prototypes[chosen[index]]
        if visible[index] and prototype is not None:
            yield replace(prototype, name=f"{prototype.name}_{index + 1}", matrix=matrix)


def _targets(instancer: UsdGeom.PointInstancer) -> list[object]:
    return list(instancer.GetPrototypesRel().GetForwardedTargets())


def _prototype(
    instancer: UsdGeom.PointInstancer, path: object, shown: Callable[[Usd.Prim], Node | None]
) -> Node | None:
    prim = instancer.GetPrim().GetStage().GetPrimAtPath(path)
    if not prim or instancer.GetPath().HasPrefix(path):
        raise SourceDamaged("a prototype leads nowhere, or to its own instancer")
    return shown(prim)


def _places(instancer: UsdGeom.PointInstancer, time: Usd.TimeCode, count: int) -> Array:
    """Return the matrices (n, 4, 4); the place of the prototype itself is part of them."""
    found = instancer.ComputeInstanceTransformsAtTime(
        time, time, instancer.IncludeProtoXform, instancer.IgnoreMask
    )
    matrices = np.array(found, float).reshape(-1, 4, 4)
    if len(matrices) != count:
        raise SourceDamaged("there are not as many places as instances")
    return matrices.transpose(0, 2, 1)
