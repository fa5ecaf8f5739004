"""How far a study is, told by names alone: a mark `<block>-<done>-<failed>` for each whole block.

One listing counts them: nothing has to be read, and jobs that run at once do not get in each
other's way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NAME = re.compile(r"(?P<block>[0-9]{8})-(?P<done>[0-9]+)-(?P<failed>[0-9]+)")


@dataclass(frozen=True)
class Tally:
    """Rows that ended well and rows that failed."""

    done: int = 0
    failed: int = 0

    def pending(self, rows: int) -> int:
        """Return how many of all rows are still to come."""
        return rows - self.done - self.failed


def tally_name(block: int, *, done: int, failed: int) -> str:
    """Return the name of the mark of a block."""
    return f"{block:08d}-{done}-{failed}"


def tally_of(names: Iterable[str]) -> Tally:
    """Return the sum over marks; of two marks of one block, which was run again, one counts."""
    blocks: dict[int, tuple[int, int]] = {}
    for name in sorted(names):
        if found := NAME.fullmatch(name):
            blocks[int(found["block"])] = int(found["done"]), int(found["failed"])
    return Tally(
        sum(done for done, _ in blocks.values()), sum(failed for _, failed in blocks.values())
    )
