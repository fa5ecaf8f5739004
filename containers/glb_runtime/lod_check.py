"""Whether a level of detail shows the scene that it was made of."""

from __future__ import annotations

from dataclasses import dataclass

from conversion_runtime.errors import PackFailed
from glb_runtime.extent import Extent, box_extent
from glb_runtime.glb import Glb
from glb_runtime.motion import without_skins
from glb_runtime.pack import check_names

LARGEST_SHIFT = 0.05
"""How far the bounds may move, as a share of the diagonal."""


@dataclass(frozen=True)
class WholeScene:
    """What every level of a packed scene must show: its names, and the box around it.

    One that is not `placed_by_nodes` is placed by joints alone: the box says its size only.
    """

    packed: Glb
    extent: Extent
    placed_by_nodes: bool

    @classmethod
    def of(cls, packed: Glb) -> WholeScene:
        """Return it: the packer turns some nodes, so its boxes compare with its boxes only."""
        still = without_skins(packed)
        by_nodes = still.triangles > 0
        return cls(packed, box_extent(still if by_nodes else packed), by_nodes)

    def is_shown_by(self, level: Glb) -> bool:
        """Tell whether a level shows something, and from one end of the scene to the other.

        Raises:
            PackFailed: it lacks a name, or something is outside of the scene.
        """
        check_names(self.packed, level)
        shown = without_skins(level) if self.placed_by_nodes else level
        if not shown.triangles or not self.placed_by_nodes:
            return shown.triangles > 0
        found, slack = box_extent(shown), LARGEST_SHIFT * self.extent.diagonal
        if not self.extent.holds(found, slack=slack):
            raise PackFailed(
                "a level of detail is not where the scene is",
                found=f"{found} m",
                expected=f"{self.extent} m",
            )
        return found.holds(self.extent, slack=slack)
