"""The rows of one block as a Parquet file, and a mark beside it that says that it is whole.

Columns: `row`, `run_id`, `input.<name>`, `output.<name>` (NULL where the run failed), `code` and
`message` of a failed run (empty where it did not). The mark is written last and has the digest of
the file: a file without one, or with another digest, is as if it were not there.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from twin.simulation.chunks import Block
from twin.simulation.errors import ModelBroken
from twin.simulation.floats import Floats

ROWS, MARK = ".parquet", ".json"
MESSAGE_LENGTH = 500
Outcome = Floats | ModelBroken


@dataclass(frozen=True)
class BlockMark:
    """What says that the file of a block is whole."""

    study_digest: str
    sha256: str
    rows: int
    failed: Mapping[str, int]

    def to_json(self) -> str:
        """Return the canonical text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_value(cls, value: object) -> BlockMark | None:
        """Read a mark, or return None for anything else."""
        names = {"study_digest", "sha256", "rows", "failed"}
        return cls(**value) if isinstance(value, dict) and set(value) == names else None


@dataclass(frozen=True)
class BlockRows:
    """The rows of a block: inputs as rows by names, and what came of each."""

    block: Block
    run_ids: Sequence[str]
    input_names: Sequence[str]
    inputs: Floats
    output_names: Sequence[str]
    outcomes: Sequence[Outcome]


def write_block(rows: BlockRows, folder: Path, study_digest: str) -> BlockMark:
    """Write the file, then its mark; each appears whole or not at all."""
    file = folder / f"{rows.block.name}{ROWS}"
    draft = file.with_suffix(".draft")
    write_parquet(_columns(rows), draft)
    content = draft.read_bytes()
    failed = Counter(one.code for one in rows.outcomes if isinstance(one, ModelBroken))
    mark = BlockMark(
        study_digest, hashlib.sha256(content).hexdigest(), len(rows.run_ids), dict(failed)
    )
    draft.replace(file)
    draft.write_text(mark.to_json(), encoding="utf-8")
    draft.replace(folder / f"{rows.block.name}{MARK}")
    return mark


def write_parquet(columns: Mapping[str, NDArray[Any]], file: Path) -> None:
    """Write columns of one length."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("block", dict(columns))
        names = ", ".join(_column(name) for name in columns)
        target = str(file).replace("'", "''")
        connection.execute(
            f"COPY (SELECT {names} FROM block) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )


def read_parquet(file: Path, columns: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return columns of a file; NULL becomes NaN."""
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute(f"SELECT {names} FROM read_parquet(?)", [str(file)]).fetchnumpy()
    return {name: _without_mask(found[name]) for name in columns}


def file_place(file: Path, rows: int) -> int:
    """Return the row that a file is looked at by: any, but always the same of equal bytes."""
    return int(hashlib.sha256(file.read_bytes()).hexdigest()[:8], 16) % rows


def read_row(file: Path, place: int, output_names: Sequence[str]) -> tuple[Floats, str]:
    """Return the outputs and the code of one row."""
    columns = [f"output.{name}" for name in output_names]
    found = read_parquet(file, [*columns, "code"])
    return np.array([found[name][place] for name in columns]), str(found["code"][place])


def _columns(rows: BlockRows) -> dict[str, NDArray[Any]]:
    outputs = np.full((len(rows.outcomes), len(rows.output_names)), np.nan)
    for index, outcome in enumerate(rows.outcomes):
        if not isinstance(outcome, ModelBroken):
            outputs[index] = outcome
    errors = [one if isinstance(one, ModelBroken) else None for one in rows.outcomes]
    return {
        "row": np.arange(rows.block.first, rows.block.last),
        "run_id": np.array(rows.run_ids, dtype=object),
        **{f"input.{name}": rows.inputs[:, i] for i, name in enumerate(rows.input_names)},
        **{f"output.{name}": outputs[:, i] for i, name in enumerate(rows.output_names)},
        "code": _texts("" if one is None else one.code for one in errors),
        "message": _texts("" if one is None else str(one)[:MESSAGE_LENGTH] for one in errors),
    }


def _texts(values: Iterable[str]) -> NDArray[Any]:
    return np.array(list(values), dtype=object)


def _without_mask(column: Any) -> NDArray[Any]:  # noqa: ANN401 - DuckDB gives either kind
    return np.asarray(column.filled(np.nan) if isinstance(column, np.ma.MaskedArray) else column)


def _column(name: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if not name.startswith("output."):
        return quoted
    return f"CASE WHEN isnan({quoted}) THEN NULL ELSE {quoted} END AS {quoted}"
