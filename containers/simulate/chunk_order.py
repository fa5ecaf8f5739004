"""What the job and its child tell each other, in files of the child's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

STUDY, MODEL, ORDER = "study.json", "model", "order.json"
PLACE = "place.txt"
"""What the child runs now; it outlives the child."""

BLOCKS, KEPT = "blocks", "kept"
"""Folders of the blocks that are new and of those that were there before."""

REFUSED_BLOCKS = "refused.txt"
"""Numbers of the kept blocks that are not what a run gives."""

REFUSAL = "refusal.json"


@dataclass(frozen=True)
class Order:
    """What the child runs: new blocks, kept ones to look at, and what is known of lost rows."""

    blocks: tuple[int, ...]
    kept: tuple[int, ...]
    lost: Mapping[str, Mapping[str, str]]
    alone: tuple[int, ...]

    def write(self, folder: Path) -> None:
        """Write the order where the child looks for it."""
        (folder / ORDER).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Order:
        """Read the order."""
        raw = json.loads((folder / ORDER).read_text(encoding="utf-8"))
        return cls(tuple(raw["blocks"]), tuple(raw["kept"]), raw["lost"], tuple(raw["alone"]))
