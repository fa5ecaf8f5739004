"""One scan of an E57 file, read in blocks: its header may promise more points than there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pye57 import libe57
from pye57.scan_header import ScanHeader

from conversion_runtime.errors import SourceDamaged, SourceUnsupported
from convert_points.builder import Block
from convert_points.cloud import Array

BLOCK_POINTS = 1 << 20
CARTESIAN = ("cartesianX", "cartesianY", "cartesianZ")
SPHERICAL = ("sphericalRange", "sphericalAzimuth", "sphericalElevation")
COLOURS = ("colorRed", "colorGreen", "colorBlue")
INTENSITY = "intensity"
SIXTEEN_BITS = 65535
EIGHT_BITS = 255


@dataclass(frozen=True)
class Scan:
    """One scan by its header."""

    header: ScanHeader

    @property
    def count(self) -> int:
        """Return how many points the header promises."""
        return int(self.header.point_count)

    def blocks(self, image: Any) -> Iterator[tuple[Block, int]]:  # noqa: ANN401 - a binding
        """Yield points in the frame of the file, and how many invalid ones are left out.

        Raises:
            SourceDamaged: there are fewer or more points than the header promises.
            SourceUnsupported: they are neither Cartesian nor spherical.
        """
        names, invalid_name = self._coordinates(), self._invalid_name()
        wanted = [*names, *self._optional(), *([invalid_name] if invalid_name else [])]
        values, buffers = _buffers(image, wanted, min(BLOCK_POINTS, max(self.count, 1)))
        reader, read = self.header.points.reader(buffers), 0
        while found := int(reader.read()):
            read += found
            rows = {name: array[:found] for name, array in values.items()}
            valid = rows[invalid_name] == 0 if invalid_name else np.ones(found, bool)
            yield self._block(rows, names, valid), found - int(valid.sum())
        reader.close()
        if read != self.count:
            raise SourceDamaged(
                "the count of points is wrong",
                found=f"{read} points",
                expected=f"{self.count} points by the scan's header",
            )

    def _block(self, rows: dict[str, Array], names: tuple[str, ...], valid: Array) -> Block:
        positions = np.stack([rows[name][valid] for name in names], axis=1)
        if names == SPHERICAL:
            positions = _cartesian(positions)
        if self.header.has_pose():
            matrix, translation = self.header.rotation_matrix, self.header.translation
            positions = positions @ matrix.T + translation
        colours = None
        if COLOURS[0] in rows:
            shares = [
                rows[n][valid] / limit for n, limit in zip(COLOURS, self._limits(), strict=True)
            ]
            levels = np.clip(np.stack(shares, axis=1), 0.0, 1.0) * SIXTEEN_BITS
            colours = np.rint(levels).astype(np.uint16)
        intensities = rows[INTENSITY][valid].copy() if INTENSITY in rows else None
        return Block(positions, colours, intensities)

    def _coordinates(self) -> tuple[str, ...]:
        for names in (CARTESIAN, SPHERICAL):
            if all(name in self.header.point_fields for name in names):
                return names
        raise SourceUnsupported(
            "a scan without coordinates", expected="Cartesian or spherical coordinates"
        )

    def _optional(self) -> list[str]:
        fields = self.header.point_fields
        colours = COLOURS if all(name in fields for name in COLOURS) else ()
        return [*colours, *([INTENSITY] if INTENSITY in fields else [])]

    def _invalid_name(self) -> str | None:
        kind = "cartesian" if self._coordinates() == CARTESIAN else "spherical"
        name = f"{kind}InvalidState"
        return name if name in self.header.point_fields else None

    def _limits(self) -> list[float]:
        """Return the largest value of each colour; the standard lets a file leave it out."""
        node = self.header.node
        if not node.isDefined("colorLimits"):
            return [float(EIGHT_BITS)] * 3
        limits = node["colorLimits"]
        names = [f"{name}Maximum" for name in COLOURS]
        found = [float(limits[n].value()) if limits.isDefined(n) else 0.0 for n in names]
        return [value if value > 0 else float(EIGHT_BITS) for value in found]


def _buffers(image: Any, names: list[str], capacity: int) -> tuple[dict[str, Array], Any]:  # noqa: ANN401
    """Return arrays by field, and the buffers of the binding that fill them."""
    values: dict[str, Array] = {}
    buffers = libe57.VectorSourceDestBuffer()
    for name in names:
        exact = name in CARTESIAN + SPHERICAL
        kind = np.float64 if exact else np.int8 if name.endswith("State") else np.float32
        values[name] = np.empty(capacity, kind)
        buffers.append(libe57.SourceDestBuffer(image, name, values[name], capacity, True, True))
    return values, buffers


def _cartesian(spherical: Array) -> Array:
    """Return range, azimuth and elevation (radians) as x, y and z. ASTM E2807, 8.4.4.2."""
    distance, azimuth, elevation = spherical.T
    flat = distance * np.cos(elevation)
    up = distance * np.sin(elevation)
    return np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), up], axis=1)
