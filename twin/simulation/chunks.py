"""How a study is cut: rows into blocks that are kept as one file, blocks into chunks of a job.

Blocks depend on the study alone, so that a study that is begun again with other chunks finds what
it has. One chunk is one child of an array job, or one item of a map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CHUNK_SECONDS = 90.0
"""Below this a child spends more on starting than on running."""

BLOCK_SECONDS = 5.0
"""What the loss of a machine costs at most, of the time of one processor."""

MOST_CHILDREN = 10_000
MOST_BLOCK_ROWS = 10_000


@dataclass(frozen=True)
class Block:
    """Rows `first` to `last`, without the last."""

    number: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """Return the name of its file, without an ending."""
        return f"{self.number:08d}"


def children(processor_seconds: float) -> int:
    """Return how many chunks a study of this length gets: clamp(seconds / 90, 1, 10,000)."""
    return max(1, min(MOST_CHILDREN, round(processor_seconds / CHUNK_SECONDS)))


def processor_seconds(rows: int, steps: int, steps_per_second: float) -> float:
    """Return what the runs of a study take of one processor."""
    return rows * max(steps, 1) / steps_per_second


def block_rows(steps: int, steps_per_second: float) -> int:
    """Return how many rows take about `BLOCK_SECONDS`."""
    rows = BLOCK_SECONDS * steps_per_second / max(steps, 1)
    return max(1, min(MOST_BLOCK_ROWS, int(rows)))


def blocks_of_chunk(rows: int, rows_of_block: int, index: int, of: int) -> tuple[Block, ...]:
    """Return the blocks of chunk `index` of `of`; together the chunks have each block once."""
    if not 0 <= index < of:
        raise ValueError(f"chunk {index} of {of}")
    count = math.ceil(rows / rows_of_block)
    numbers = range(index * count // of, (index + 1) * count // of)
    return tuple(
        Block(number, number * rows_of_block, min((number + 1) * rows_of_block, rows))
        for number in numbers
    )
