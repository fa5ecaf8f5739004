"""Levels of detail of a large scene: coarser files beside the whole one, and what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_LEVELS = 3
"""More would cost the conversion more than they spare a viewer."""

LEVEL_FILES = tuple(f"model.lod{number}.glb" for number in range(1, MOST_LEVELS + 1))
"""The finest first; the whole scene is level 0."""


@dataclass(frozen=True)
class SceneLevel:
    """One level; `number` counts from 1, the finest that is not whole.

    `error_limit_metres` is how far the simplifier was allowed to move the surface.
    """

    number: int
    triangles: int
    error_limit_metres: float

    @property
    def file_name(self) -> str:
        """Return the name of its file."""
        return LEVEL_FILES[self.number - 1]

    @property
    def facts(self) -> dict[str, float | int | str]:
        """Return what a manifest says of it."""
        return {
            _triangles_fact(self.number): self.triangles,
            f"lod{self.number}_error_limit_metres": self.error_limit_metres,
        }


def level_triangles(facts: Mapping[str, Any]) -> dict[str, int]:
    """Return the triangles of the levels by the names of their files, the coarsest first."""
    named = [*enumerate(LEVEL_FILES, start=1)]
    return {
        file_name: int(facts[_triangles_fact(number)])
        for number, file_name in reversed(named)
        if _triangles_fact(number) in facts
    }


def _triangles_fact(number: int) -> str:
    return f"lod{number}_triangles"
