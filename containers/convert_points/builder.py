"""Gather the points of formats without records of LAS, block by block, into one cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from container_runtime.child import Limits
from conversion_runtime.errors import SourceBoundsInvalid
from convert_points.cloud import AXES, Array, Cloud, extent_of, record_type
from convert_points.limits import require_points
from convert_points.reference import Reference

STEPS = 1e6
"""Steps across the cloud, rounded to a power of ten; a laser scanner measures fewer."""

COARSEST_STEP = 1e-3
LARGEST_RECORD = 2.0**31 - 1
LARGEST_SHORT = 65535
ONE_RETURN = 0b1_0001
"""The first return of one."""


@dataclass(frozen=True)
class Block:
    """Some points: (n, 3) doubles, 16-bit colours (n, 3) and intensities (n) of any range."""

    positions: Array
    colours: Array | None = None
    intensities: Array | None = None


@dataclass
class CloudBuilder:
    """Blocks that were read so far."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    count: int = 0

    def add(self, block: Block) -> None:
        """Add points.

        Raises:
            SourceBoundsInvalid: a coordinate is not finite.
            SourceTooComplex: they become too many.
        """
        if not len(block.positions):
            return
        if not np.isfinite(block.positions).all():
            raise SourceBoundsInvalid("a coordinate is no number", expected="finite coordinates")
        self.count += len(block.positions)
        require_points(self.count, self.limits)
        self.blocks.append(block)

    def build(self, reference: Reference, facts: Mapping[str, float | int | str]) -> Cloud:
        """Return the cloud; the blocks are gone then.

        Raises:
            SourceEmpty: there are no points.
            SourceBoundsInvalid: they are too far from each other.
        """
        require_points(self.count, self.limits)
        colour = any(block.colours is not None for block in self.blocks)
        low, high = self._bounds()
        step = _step(float((high - low).max()))
        offsets = np.floor((low + high) / 2)
        points = np.zeros(self.count, record_type(7 if colour else 6))
        points["returns"] = ONE_RETURN
        intensity = _Intensity.of(self.blocks)
        for start, block in self._taken():
            rows = points[start : start + len(block.positions)]
            for at, axis in enumerate(AXES):
                rows[axis] = np.rint((block.positions[:, at] - offsets[at]) / step)
            if block.colours is not None:
                rows["red"], rows["green"], rows["blue"] = block.colours.T
            if block.intensities is not None:
                rows["intensity"] = intensity.stored(block.intensities)
        all_facts = {**facts, **intensity.facts()}
        return Cloud(points, 7 if colour else 6, np.full(3, step), offsets, reference, all_facts)

    def _bounds(self) -> tuple[Array, Array]:
        lows, highs = zip(*(extent_of(block.positions) for block in self.blocks), strict=True)
        return np.min(lows, axis=0), np.max(highs, axis=0)

    def _taken(self) -> Iterator[tuple[int, Block]]:
        """Yield the blocks and let go of them, so that no point is in memory twice."""
        start = 0
        self.blocks.reverse()
        while self.blocks:
            block = self.blocks.pop()
            yield start, block
            start += len(block.positions)


def _step(extent: float) -> float:
    """Return the step of coordinates: a power of ten, fine, and coarse enough for 32 bits."""
    finest = 10.0 ** np.floor(np.log10(max(extent, 1e-3) / STEPS))
    step = min(float(finest), COARSEST_STEP)
    if extent / step >= LARGEST_RECORD:
        step = float(10.0 ** np.ceil(np.log10(extent / LARGEST_RECORD)))
    if not np.isfinite(step):
        raise SourceBoundsInvalid("coordinates are out of all bounds", found=f"{extent:.3g}")
    return step


@dataclass(frozen=True)
class _Intensity:
    """The range of intensities; whole numbers of 16 bits are stored as they are."""

    low: float
    high: float
    is_whole: bool
    is_known: bool

    @classmethod
    def of(cls, blocks: list[Block]) -> _Intensity:
        known = [b.intensities for b in blocks if b.intensities is not None]
        if not known:
            return cls(0.0, 1.0, True, False)
        low = min(float(one.min()) for one in known)
        high = max(float(one.max()) for one in known)
        if not np.isfinite((low, high)).all():
            raise SourceBoundsInvalid("an intensity is no number", expected="finite intensities")
        whole = low >= 0 and high <= LARGEST_SHORT and all((one % 1 == 0).all() for one in known)
        return cls(low, high, whole, True)

    def stored(self, values: Array) -> Array:
        """Return 16-bit intensities."""
        if self.is_whole:
            return values.astype(np.uint16)
        share = (values.astype(np.float64) - self.low) / max(self.high - self.low, 1e-300)
        return np.rint(share * LARGEST_SHORT).astype(np.uint16)

    def facts(self) -> Mapping[str, float]:
        """Return what the lowest and the highest stored intensity were, where they changed."""
        if self.is_whole or not self.is_known:
            return {}
        return {"intensity_minimum": self.low, "intensity_maximum": self.high}
