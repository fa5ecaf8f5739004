"""One chunk of a study: `run_chunk(manifest, index, of)`, the unit of work of every sweep.

What is in S3 and whole is not run again. New blocks go there as they come; the summary of the
chunk is written last.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from container_runtime.child import REFUSED, Limits, run_child
from container_runtime.errors import ChildCrashed, ChildTimeLimit
from container_runtime.storage import S3Uri, download, read_json, write_json
from simulate.block_file import MARK
from simulate.block_store import BlockStore, KeepAsTheyCome
from simulate.chunk_order import BLOCKS, KEPT, MODEL, PLACE, REFUSAL, REFUSED_BLOCKS, STUDY, Order
from twin.simulation.chunks import Block, blocks_of_chunk
from twin.simulation.designs import design_of
from twin.simulation.kinds import kind_named
from twin.simulation.model_errors import ModelCrashed, RunTooLong, model_error_of
from twin.simulation.study import Study
from twin.simulation.study_keys import CHUNKS
from twin.simulation.study_reading import study_of

MOST_LOST_ROWS = 20
"""A model that takes its process down more often in one chunk is broken, not its rows."""


@dataclass(frozen=True)
class ChunkSummary:
    """What became of a chunk; `failed` counts rows by code.

    `blocks_refused` were there and are not what this study gives: they were run again. `seconds`
    by the clock.
    """

    study_digest: str
    index: int
    of: int
    rows: int
    failed: Mapping[str, int]
    blocks: int
    blocks_reused: int
    blocks_refused: int
    processor_seconds: float
    seconds: float


def run_chunk(manifest: S3Uri, index: int, of: int, *, target: S3Uri) -> ChunkSummary:
    """Run what is missing of a chunk of the study that `manifest` names.

    Results go below `target`: `blocks/<number>.parquet` with `.json`, `chunks/<index>-<of>.json`.

    Raises:
        StudyInvalid, DesignInvalid, ManifestInvalid: the study is wrong.
        ObjectMissing, ObjectCorrupt: the study or the model is not what it should be.
        ModelBroken: the model cannot be loaded, or takes its process down again and again.
    """
    study = study_of(read_json(manifest))
    design, settings = design_of(study.design)
    blocks = blocks_of_chunk(design.count(settings), study.block_rows, index, of)
    store = BlockStore(study, target)
    before, began = _children_seconds(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chunk-") as name:
        chunk = _Chunk(study, blocks, store, Path(name))
        chunk.prepare(S3Uri(manifest.bucket, study.artefact_key))
        chunk.run()
        summary = ChunkSummary(
            study_digest=study.digest,
            index=index,
            of=of,
            rows=sum(block.last - block.first for block in blocks),
            failed=chunk.failed(),
            blocks=len(blocks),
            blocks_reused=len(blocks) - len(chunk.written()),
            blocks_refused=len(chunk.refused),
            processor_seconds=round(_children_seconds() - before, 3),
            seconds=round(time.monotonic() - began, 3),
        )
    write_json(target.child(f"{CHUNKS}/{chunk_name(index, of)}.json"), asdict(summary))
    return summary


def chunk_name(index: int, of: int) -> str:
    """Return the name of the summary of a chunk, without an ending."""
    return f"{index:05d}-{of:05d}"


class _Chunk:
    """A chunk at work in a folder."""

    def __init__(
        self, study: Study, blocks: tuple[Block, ...], store: BlockStore, folder: Path
    ) -> None:
        self._study = study
        self._blocks = {block.number: block for block in blocks}
        self._store = store
        self._folder = folder
        self._kept: tuple[int, ...] = ()
        self._lost: dict[str, dict[str, str]] = {}
        self._alone: set[int] = set()
        self.refused: set[int] = set()
        limits = kind_named(study.manifest.kind).limits
        self._limits = Limits(limits.memory_mebibytes, limits.timeout_seconds)

    def prepare(self, artefact: S3Uri) -> None:
        """Fetch the blocks that are there, and the model where something is to be run."""
        for name in (BLOCKS, KEPT):
            (self._folder / name).mkdir()
        states = {
            number: self._store.fetch(block, self._folder / KEPT)
            for number, block in self._blocks.items()
        }
        self._kept = tuple(number for number, state in states.items() if state)
        self.refused = {number for number, state in states.items() if state is False}
        if self._blocks:
            sha256 = self._study.manifest.artefact_sha256
            download(artefact, self._folder / MODEL, sha256=sha256)
            (self._folder / STUDY).write_text(self._study.to_json(), encoding="utf-8")

    def run(self) -> None:
        """Run until every block is there; of rows, only those that crash are lost."""
        with KeepAsTheyCome(self._store, self._folder / BLOCKS):
            while not self._is_complete():
                written = len(self.written())
                try:
                    self._run_child()
                except (ChildCrashed, ChildTimeLimit) as error:
                    self._lose(error, made_progress=len(self.written()) > written)

    def written(self) -> set[int]:
        """Return the numbers of the blocks that were run now."""
        return {int(file.stem) for file in (self._folder / BLOCKS).glob(f"*{MARK}")}

    def failed(self) -> dict[str, int]:
        """Return the failed rows by code."""
        counts: Counter[str] = Counter()
        good = set(self._kept) - self.refused
        for folder, numbers in ((BLOCKS, self.written()), (KEPT, good)):
            for number in sorted(numbers):
                mark = self._folder / folder / f"{self._blocks[number].name}{MARK}"
                counts.update(json.loads(mark.read_text(encoding="utf-8"))["failed"])
        return dict(counts)

    def _is_complete(self) -> bool:
        looked_at = not self._kept or (self._folder / REFUSED_BLOCKS).is_file()
        return looked_at and not self._missing()

    def _missing(self) -> set[int]:
        return set(self._blocks) - self.written() - (set(self._kept) - self.refused)

    def _run_child(self) -> None:
        order = Order(
            blocks=tuple(sorted(self._missing())),
            kept=tuple(sorted(set(self._kept) - self.refused)),
            lost=self._lost,
            alone=tuple(sorted(self._alone)),
        )
        order.write(self._folder)
        limits = self._limits
        command = [sys.executable, "-m", "simulate.chunk_child"]
        numbers = [str(limits.memory_mebibytes), str(limits.timeout_seconds)]
        try:
            code = run_child([*command, *numbers], folder=self._folder, limits=limits)
        finally:
            self._read_refused()
        if code == REFUSED:
            raise model_error_of(json.loads((self._folder / REFUSAL).read_text(encoding="utf-8")))

    def _read_refused(self) -> None:
        file = self._folder / REFUSED_BLOCKS
        if file.is_file():
            self.refused |= {int(number) for number in file.read_text(encoding="utf-8").split()}

    def _lose(self, error: ChildCrashed | ChildTimeLimit, *, made_progress: bool) -> None:
        """Take what was running for the reason, unless only the time of the child is over."""
        if isinstance(error, ChildTimeLimit) and made_progress:
            return
        kind, number = self._place()
        if kind == "block":
            self._alone.add(number)
            return
        reason = RunTooLong if isinstance(error, ChildTimeLimit) else ModelCrashed
        lost = reason("the run took its process down", found=error.found, expected=error.expected)
        self._lost[str(number)] = lost.to_dict()
        if kind != "row" or len(self._lost) > MOST_LOST_ROWS:
            raise ModelCrashed(
                "the model takes its process down", found=error.found or error.message
            ) from error

    def _place(self) -> tuple[str, int]:
        file = self._folder / PLACE
        words = file.read_text(encoding="utf-8").split() if file.is_file() else []
        return (words[0], int(words[1])) if len(words) == 2 else ("nothing", 0)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
