"""Join the blocks of a study: one file of all rows, what its columns are, and a summary, last."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from container_runtime.errors import ObjectMissing
from container_runtime.storage import (
    S3Uri,
    download,
    file_sha256,
    read_json,
    upload,
    write_json,
)
from simulate.block_file import MARK, ROWS, BlockMark
from simulate.block_store import PARQUET
from simulate.chunk import chunk_name
from simulate.row_schema import row_schema
from simulate.study_statistics import StudyTable
from twin.simulation.chunks import Block, blocks_of_chunk
from twin.simulation.designs import design_of
from twin.simulation.study import Study
from twin.simulation.study_cost import JobSeconds, job_seconds
from twin.simulation.study_errors import StudyBlocksMissing, StudyWithoutResults
from twin.simulation.study_keys import BLOCKS, CHUNKS, RESULTS, ROW_SCHEMA, SUMMARY
from twin.simulation.study_reading import study_of

AT_ONCE = 8
"""Downloads: each waits for the storage most of its time."""


def collect(manifest: S3Uri, of: int, *, target: S3Uri, is_own_job: bool) -> None:
    """Join the rows of a study whose chunks have all run.

    `is_own_job` tells that the time of collecting is none of the last chunk's.

    Raises:
        StudyInvalid, DesignInvalid, ManifestInvalid: the study is wrong.
        StudyBlocksMissing: not every row is there.
        ObjectCorrupt: a block is not what its mark says.
        StudyWithoutResults: every row failed.
    """
    began = time.monotonic()
    study = study_of(read_json(manifest))
    design, settings = design_of(study.design)
    blocks = blocks_of_chunk(design.count(settings), study.block_rows, 0, 1)
    chunks = _chunks(study, of, target)
    with tempfile.TemporaryDirectory(prefix="collect-") as name:
        folder = Path(name)
        failed = _fetch(study, blocks, target, folder)
        _require_some(failed, design.count(settings))
        file = folder / RESULTS
        table = StudyTable(study, folder.glob(f"{BLOCKS}/*{ROWS}"), file)
        summary = {
            "study_digest": study.digest,
            "rows": design.count(settings),
            "failed": failed,
            "outputs": table.outputs(),
            "sensitivity": table.sensitivity(),
            "results": {"sha256": file_sha256(file), "size_bytes": file.stat().st_size},
        }
        upload(file, target.child(RESULTS), media_type=PARQUET)
        write_json(target.child(ROW_SCHEMA), row_schema(study, design.input_names(settings)))
        jobs = _jobs(chunks, time.monotonic() - began, is_own_job=is_own_job)
        write_json(target.child(SUMMARY), {**summary, "jobs": vars(jobs)})


def _chunks(study: Study, of: int, target: S3Uri) -> Sequence[Mapping[str, Any]]:
    """Return the summaries of all chunks."""

    def read(index: int) -> Any:  # noqa: ANN401 - any JSON
        return read_json(target.child(f"{CHUNKS}/{chunk_name(index, of)}.json"))

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(read, range(of)))
    except ObjectMissing as error:
        raise _missing(str(error)) from error
    for index, chunk in enumerate(found):
        if chunk["study_digest"] != study.digest:
            raise _missing(f"chunk {index} is of another study")
    return found


def _fetch(study: Study, blocks: Sequence[Block], target: S3Uri, folder: Path) -> dict[str, int]:
    """Download the blocks and return their failed rows by code."""

    def fetch(block: Block) -> BlockMark:
        address = target.child(f"{BLOCKS}/{block.name}")
        mark = BlockMark.from_value(read_json(S3Uri(address.bucket, address.key + MARK)))
        rows = block.last - block.first
        if mark is None or (mark.study_digest, mark.rows) != (study.digest, rows):
            raise _missing(f"block {block.number} is of another study")
        source = S3Uri(address.bucket, address.key + ROWS)
        download(source, folder / BLOCKS / f"{block.name}{ROWS}", sha256=mark.sha256)
        return mark

    failed: Counter[str] = Counter()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for mark in pool.map(fetch, blocks):
                failed.update(mark.failed)
    except ObjectMissing as error:
        raise _missing(str(error)) from error
    return dict(sorted(failed.items()))


def _require_some(failed: Mapping[str, int], rows: int) -> None:
    if sum(failed.values()) == rows:
        raise StudyWithoutResults(
            "every row of the study failed",
            found=json.dumps(failed),
            expected="inputs for which the model gives results",
            where="the design, or the values that are fixed",
        )


def _jobs(chunks: Sequence[Mapping[str, Any]], seconds: float, *, is_own_job: bool) -> JobSeconds:
    """Return what the jobs of the study took, this one up to here."""
    taken = [(chunk["seconds"], chunk["processor_seconds"]) for chunk in chunks]
    used = resource.getrusage(resource.RUSAGE_SELF)
    own = (seconds, used.ru_utime + used.ru_stime)
    if is_own_job:
        return job_seconds([*taken, own])
    *before, last = taken
    return job_seconds([*before, (last[0] + own[0], last[1] + own[1])])


def _missing(found: str) -> StudyBlocksMissing:
    return StudyBlocksMissing(
        "not every row of the study is there",
        found=found,
        expected="results of all chunks; ask for the study again, and only they are run",
    )
