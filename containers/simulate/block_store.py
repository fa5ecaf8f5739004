"""Blocks in S3: which of a chunk are there and whole, and new ones as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

import duckdb

from container_runtime.errors import JobError, ObjectMissing
from container_runtime.storage import S3Uri, download, read_json, upload, write_json
from simulate.block_file import MARK, ROWS, BlockMark, read_parquet
from simulate.block_run import design_rows
from twin.simulation.chunks import Block
from twin.simulation.designs import design_of
from twin.simulation.study import Study
from twin.simulation.study_keys import BLOCKS, TALLY
from twin.simulation.tally import tally_name

LOOKS_SECONDS = 0.5
PARQUET = "application/vnd.apache.parquet"


class BlockStore:
    """The blocks below the folder of a study, and beside them the marks of progress."""

    def __init__(self, study: Study, target: S3Uri) -> None:
        self._study = study
        self._folder = target.child(BLOCKS)
        self._tally = target.child(TALLY)

    def fetch(self, block: Block, target: Path) -> bool | None:
        """Fetch a block; return whether it is whole, or None where it is not there.

        The mark must be of this study, the file of the mark, and its rows of the design.
        """
        try:
            mark = BlockMark.from_value(read_json(self._folder.child(block.name + MARK)))
        except ObjectMissing:
            return None
        except JobError:
            return False
        rows = block.last - block.first
        if mark is None or (mark.study_digest, mark.rows) != (self._study.digest, rows):
            return False
        file = target / f"{block.name}{ROWS}"
        try:
            download(self._folder.child(block.name + ROWS), file, sha256=mark.sha256)
        except JobError:
            return False
        if not self._has_its_rows(block, file):
            return False
        file.with_suffix(MARK).write_text(mark.to_json(), encoding="utf-8")
        self._count(block.name, mark)  # a machine may have been lost between the two
        return True

    def keep(self, block_name: str, folder: Path) -> None:
        """Upload a block that is whole, the mark last."""
        upload(
            folder / f"{block_name}{ROWS}",
            self._folder.child(block_name + ROWS),
            media_type=PARQUET,
        )
        mark = json.loads((folder / f"{block_name}{MARK}").read_text(encoding="utf-8"))
        write_json(self._folder.child(block_name + MARK), mark)
        self._count(block_name, BlockMark(**mark))

    def _count(self, block_name: str, mark: BlockMark) -> None:
        failed = sum(mark.failed.values())
        name = tally_name(int(block_name), done=mark.rows - failed, failed=failed)
        write_json(self._tally.child(name), {})

    def _has_its_rows(self, block: Block, file: Path) -> bool:
        design, settings = design_of(self._study.design)
        names = design.input_names(settings)
        inputs = design_rows(self._study, design, settings, block).tolist()
        expected = [self._study.run_id(dict(zip(names, row, strict=True))) for row in inputs]
        try:
            return list(read_parquet(file, ["run_id"])["run_id"]) == expected
        except duckdb.Error:
            return False


class KeepAsTheyCome:
    """Uploads blocks beside the work that writes them: a lost machine loses the last one at most.

    Leaving the context uploads the rest and raises what went wrong.
    """

    def __init__(self, store: BlockStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._kept: set[str] = set()
        self._ends = Event()
        self._error: Exception | None = None
        self._thread = Thread(target=self._look_until_the_end, name="keep-blocks")

    def __enter__(self) -> KeepAsTheyCome:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.set()
        self._thread.join()
        if self._error is not None:
            raise self._error
        self._keep(self._new())

    def _look_until_the_end(self) -> None:
        try:
            while not self._ends.wait(LOOKS_SECONDS):
                self._keep(self._new())
        except Exception as error:  # noqa: BLE001 - raised again where the thread is awaited
            self._error = error

    def _new(self) -> list[str]:
        names = {file.stem for file in self._folder.glob(f"*{MARK}")}
        return sorted(names - self._kept)

    def _keep(self, names: Iterable[str]) -> None:
        for name in names:
            self._store.keep(name, self._folder)
            self._kept.add(name)
