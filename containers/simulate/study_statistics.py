"""The rows of a whole study as one file, and what they say of each output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from simulate.block_file import read_parquet
from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs import design_of
from twin.simulation.floats import Floats
from twin.simulation.sensitivity.elementary_effects import elementary_effects
from twin.simulation.sensitivity.sobol_indices import sobol_indices
from twin.simulation.study import Study

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
STATISTICS = ("count", "mean", "standard_deviation", "minimum", "maximum")

Estimate = Callable[[Floats, Sequence[str], int], Iterable[Any]]
ESTIMATORS: Mapping[str, tuple[str, Estimate]] = {
    "saltelli": ("sobol_indices", lambda rows, names, seed: sobol_indices(rows, names, seed=seed)),
    "morris": (
        "elementary_effects",
        lambda rows, names, seed: elementary_effects(rows, names, seed=seed),
    ),
}
"""Which designs tell which inputs matter: the method's name and the method."""


class StudyTable:
    """The rows of a study, joined from files of blocks into one, in the order of the design."""

    def __init__(self, study: Study, blocks: Iterable[Path], file: Path) -> None:
        self._study, self._file = study, file
        with _connection() as connection:
            target = str(file).replace("'", "''")
            # An order by row is that of the files: their rows are sorted, as are their names.
            connection.read_parquet(sorted(map(str, blocks))).create_view("blocks")
            connection.execute(
                f"COPY (FROM blocks ORDER BY row) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Return the statistics of each output over the rows that did not fail."""
        with _connection() as connection:
            connection.read_parquet(str(self._file)).create_view("rows")
            return {name: self._statistics(connection, name) for name in self._study.outputs}

    def sensitivity(self) -> dict[str, Any] | None:
        """Return which inputs matter to each output, None where the design does not tell.

        Where too few rows are whole, the output has a `refusal` in place of `inputs`.
        """
        design, settings = design_of(self._study.design)
        if design.name not in ESTIMATORS:
            return None
        method, estimate = ESTIMATORS[design.name]
        names = design.input_names(settings)
        found: dict[str, Any] = {}
        for output in self._study.outputs:
            column = f"output.{output}"
            rows = read_parquet(self._file, [column])[column]
            try:
                effects = estimate(np.asarray(rows, dtype=float), names, self._study.seed)
            except StudyInvalid as error:
                found[output] = {"inputs": [], "refusal": error.to_dict()}
            else:
                found[output] = {"inputs": [asdict(one) for one in effects], "refusal": None}
        return {"method": method, "outputs": found}

    def _statistics(self, connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
        column = '"' + f"output.{name}".replace('"', '""') + '"'
        query = (
            f"SELECT count({column}), avg({column}), stddev_samp({column}), min({column}),"
            f" max({column}), quantile_cont({column}, {list(QUANTILES)}) FROM rows"
        )
        row = connection.execute(query).fetchone()
        assert row is not None  # an aggregate always has one
        *figures, quantiles = row
        levels = zip(QUANTILES, quantiles, strict=True)
        return {
            **dict(zip(STATISTICS, figures, strict=True)),
            "quantiles": [{"level": level, "value": value} for level, value in levels],
        }


def _connection() -> duckdb.DuckDBPyConnection:
    """Return a database in memory; one thread, so that sums are always in the same order."""
    return duckdb.connect(config={"threads": 1})
