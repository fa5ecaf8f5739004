"""The child process that runs the blocks of a chunk: `python -m simulate.chunk_child`.

It ends with 0 when every block is written, or with `REFUSED` and `refusal.json` where the model
cannot be loaded.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from container_runtime.child import REFUSED, Limits, limit_this_process
from simulate.chunk_order import (
    BLOCKS,
    KEPT,
    MODEL,
    PLACE,
    REFUSAL,
    REFUSED_BLOCKS,
    STUDY,
    Order,
)
from twin.simulation.errors import ModelBroken
from twin.simulation.kinds import kind_named
from twin.simulation.model_errors import model_error_of

if TYPE_CHECKING:
    from simulate.block_run import BlockRunner
    from twin.simulation.chunks import Block

PLACE_BYTES = 32


def main() -> int:
    """Run the order of this folder and return the exit code."""
    memory, seconds = (int(text) for text in sys.argv[1:])
    # One thread: equal runs give equal bits whatever machine they are on.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    limit_this_process(Limits(memory, seconds))
    folder = Path.cwd()
    try:
        run(folder, Order.read(folder))
    except ModelBroken as error:
        (folder / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    return 0


def run(folder: Path, order: Order) -> None:
    """Load the model and run every block of the order.

    Raises:
        ModelBroken: the model cannot be loaded.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from simulate.block_file import write_block
    from simulate.block_run import BlockRunner
    from simulate.runtimes import opener_of
    from twin.simulation.chunks import blocks_of_chunk
    from twin.simulation.designs import design_of
    from twin.simulation.study_reading import read_study

    study = read_study((folder / STUDY).read_bytes())
    design, settings = design_of(study.design)
    blocks = blocks_of_chunk(design.count(settings), study.block_rows, 0, 1)
    lost = {int(row): model_error_of(said) for row, said in order.lost.items()}
    place = os.open(folder / PLACE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def begins(what: str) -> None:
        os.pwrite(place, what.ljust(PLACE_BYTES).encode(), 0)

    unpacked = folder / "unpacked"
    unpacked.mkdir(exist_ok=True)
    with opener_of(kind_named(study.manifest.kind).name)(folder / MODEL, unpacked) as runtime:
        runner = BlockRunner(study, runtime, lost=lost, alone=set(order.alone), begins=begins)
        refused = [number for number in order.kept if not _holds(runner, blocks[number], folder)]
        (folder / REFUSED_BLOCKS).write_text(" ".join(map(str, refused)), encoding="utf-8")
        for number in sorted({*order.blocks, *refused}):
            write_block(runner.run(blocks[number]), folder / BLOCKS, study.digest)
        begins("nothing")


def _holds(runner: BlockRunner, block: Block, folder: Path) -> bool:
    """Return whether one row of a kept block is what its run gives; which one, its bytes decide."""
    from simulate.block_file import ROWS, file_place, read_row
    from simulate.block_run import is_same

    file = folder / KEPT / f"{block.name}{ROWS}"
    place = file_place(file, block.last - block.first)
    stored, code = read_row(file, place, runner.output_names)
    return is_same(runner.run_row(block, place), stored, code)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The blocks are complete: what a model's libraries do when a process ends may crash.
    os._exit(code)
