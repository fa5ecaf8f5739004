"""From which texture coordinates of a mesh a texture takes its pixels, and how they are moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from pxr import Usd, UsdShade

from glb_runtime.model import Array

TRANSFORM = "UsdTransform2d"
READER = "UsdPrimvarReader_float2"
LONGEST_CHAIN = 8


@dataclass(frozen=True)
class UvMap:
    """A primvar and what is done with it: scaled, turned by degrees, moved; in this order."""

    primvar: str = "st"
    scale: tuple[float, float] = (1.0, 1.0)
    rotation_degrees: float = 0.0
    translation: tuple[float, float] = (0.0, 0.0)

    def applied(self, coordinates: Array) -> Array:
        """Return texture coordinates (n, 2) as glTF has them: v downwards."""
        angle = math.radians(self.rotation_degrees)
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        moved: Array = (coordinates * self.scale) @ turn.T + self.translation
        moved[:, 1] = 1.0 - moved[:, 1]
        return moved


def uv_map_of(texture: UsdShade.Shader, time: Usd.TimeCode) -> UvMap:
    """Follow the inputs of a texture to the primvar that it reads."""
    node, moved = texture, UvMap()
    for _ in range(LONGEST_CHAIN):
        given = node.GetInput("in" if _is(node, TRANSFORM) else "st")
        if not given or not given.HasConnectedSource():
            break
        node = UsdShade.Shader(given.GetConnectedSource()[0].GetPrim())
        if _is(node, TRANSFORM):
            moved = UvMap(
                scale=_pair(node, "scale", time, 1.0),
                rotation_degrees=_number(_value(node, "rotation", time), 0.0),
                translation=_pair(node, "translation", time, 0.0),
            )
        elif _is(node, READER):
            name = _value(node, "varname", time)
            return UvMap(str(name or "st"), moved.scale, moved.rotation_degrees, moved.translation)
    return moved


def _is(node: UsdShade.Shader, identifier: str) -> bool:
    return bool(node) and node.GetIdAttr().Get() == identifier


def _value(node: UsdShade.Shader, name: str, time: Usd.TimeCode) -> Any:  # noqa: ANN401
    given = node.GetInput(name)
    values = given.GetValueProducingAttributes() if given else []
    return values[0].Get(time) if values else None


def _pair(
    node: UsdShade.Shader, name: str, time: Usd.TimeCode, otherwise: float
) -> tuple[float, float]:
    value = _value(node, name, time)
    first, second = tuple(value) if value is not None else (otherwise, otherwise)
    return _number(first, otherwise), _number(second, otherwise)


def _number(value: object, otherwise: float) -> float:
    is_number = isinstance(value, float | int) and math.isfinite(value)
    return float(value) if is_number else otherwise  # type: ignore[arg-type]
