"""The splat converter, run as its image does, and splats of which everything is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.conversion_image import ConversionImage

Array = NDArray[Any]
DEGREE_0 = 0.28209479177387814


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_splat")


@dataclass(frozen=True)
class Scene:
    """Splats by their properties in PLY; axes are right, down, forward."""

    columns: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def ball(cls, count: int = 2000, coefficients: int = 15) -> Scene:
        """Return a ball of radius 2 around (1, -3, 5): red above, blue below, flat splats."""
        random = np.random.default_rng(7)
        away = random.normal(size=(count, 3))
        away /= np.linalg.norm(away, axis=1, keepdims=True)
        turns = random.normal(size=(count, 4))
        turns /= np.linalg.norm(turns, axis=1, keepdims=True)
        above = away[:, 1] < 0
        red, blue = np.where(above, 0.9, 0.1), np.where(above, 0.1, 0.9)
        colours = (np.stack((red, np.full(count, 0.2), blue), axis=1) - 0.5) / DEGREE_0
        groups: list[tuple[str, Array]] = [
            *zip("xyz", (away * 2 + (1, -3, 5)).T, strict=True),
            *((f"f_dc_{at}", colours[:, at]) for at in range(3)),
            *((f"f_rest_{at}", random.uniform(-0.4, 0.4, count)) for at in range(3 * coefficients)),
            ("opacity", random.uniform(0, 4, count)),
            *((f"scale_{at}", random.uniform(-4, -2, count)) for at in range(3)),
            *((f"rot_{at}", turns[:, at]) for at in range(4)),
        ]
        return cls(dict(groups))

    def header(self, form: str = "binary_little_endian", kind: str = "float") -> bytes:
        lines = [f"ply\nformat {form} 1.0\nelement vertex {len(self.columns['x'])}"]
        lines += [f"property {kind} {name}" for name in self.columns]
        return "\n".join([*lines, "end_header\n"]).encode()

    def ply(self, order: str = "<") -> bytes:
        form = "binary_little_endian" if order == "<" else "binary_big_endian"
        rows = np.stack(list(self.columns.values()), axis=1).astype(f"{order}f4")
        return self.header(form) + rows.tobytes()

    def text(self) -> bytes:
        rows = np.stack(list(self.columns.values()), axis=1).astype(np.float32)
        lines = (" ".join(f"{value:.9g}" for value in row) for row in rows)
        return self.header("ascii") + "\n".join(lines).encode()

    def splat(self) -> bytes:
        """Return the same splats as .splat, without their harmonics."""
        names = self.columns
        rows = np.zeros(len(names["x"]), "6f4, 8u1")
        numbers = [names[name] for name in "xyz"]
        numbers += [np.exp(names[f"scale_{at}"]) for at in range(3)]
        levels = [0.5 + DEGREE_0 * names[f"f_dc_{at}"] for at in range(3)]
        levels += [1 / (1 + np.exp(-names["opacity"]))]
        turns = [np.rint(names[f"rot_{at}"] * 128 + 128).clip(0, 255) for at in range(4)]
        rows["f0"] = np.stack(numbers, axis=1)
        rows["f1"] = np.rint(np.stack([*(255 * one for one in levels), *turns], axis=1))
        return rows.tobytes()

    def changed(self, **columns: Array) -> Scene:
        return Scene({**self.columns, **columns})

    def without(self, *names: str) -> Scene:
        return Scene({name: one for name, one in self.columns.items() if name not in names})
