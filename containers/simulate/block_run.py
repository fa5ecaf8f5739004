"""Run the rows of a block with a loaded model; a row that fails stays a row, with its code."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

import numpy as np

from model_runtime.experiment import Experiment, Floats
from model_runtime.runtime import ModelRuntime, Row
from simulate.block_file import BlockRows, Outcome
from twin.simulation.chunks import Block
from twin.simulation.design import Design, Settings
from twin.simulation.designs import design_of
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import LicenseUnavailable, ValueOutOfRange
from twin.simulation.study import Study

Place = str
"""What runs now: `row 17`, or `block 3` where all its rows run at once."""


class BlockRunner:
    """Runs blocks of one study.

    `lost` are rows that took their process down, with what is known of that; `alone` are blocks
    whose rows run one by one also where the model can do them at once. `begins` is told what runs
    next, so that somebody else can say what was running when the process ended.
    """

    def __init__(
        self,
        study: Study,
        runtime: ModelRuntime,
        *,
        lost: Mapping[int, ModelBroken],
        alone: Container[int] = (),
        begins: Callable[[Place], None] = lambda _: None,
    ) -> None:
        self._study = study
        self._runtime = runtime
        self._lost = lost
        self._alone = alone
        self._begins = begins
        self._design, self._settings = design_of(study.design)
        self._names = self._design.input_names(self._settings)
        self._variables = {item.name: item for item in study.manifest.variables}
        self._experiment = Experiment(study.step_seconds, study.steps, study.outputs)

    @property
    def output_names(self) -> tuple[str, ...]:
        """Return the outputs of the study."""
        return self._study.outputs

    def run(self, block: Block) -> BlockRows:
        """Return what came of each row.

        Raises:
            LicenseUnavailable: the model lost its licence, which says nothing of a row.
        """
        inputs = design_rows(self._study, self._design, self._settings, block)
        rows = [dict(zip(self._names, values, strict=True)) for values in inputs.tolist()]
        outcomes = self._together(rows, block) or self._one_by_one(rows, block)
        return BlockRows(
            block=block,
            run_ids=[self._study.run_id(row) for row in rows],
            input_names=self._names,
            inputs=inputs,
            output_names=self._study.outputs,
            outcomes=outcomes,
        )

    def run_row(self, block: Block, place: int) -> Outcome:
        """Return what comes of one row of a block; raise as `run` does."""
        inputs = design_rows(self._study, self._design, self._settings, block)
        row = dict(zip(self._names, inputs[place].tolist(), strict=True))
        return self._outcome(row, block.first + place)

    def _together(self, rows: list[dict[str, float]], block: Block) -> list[Outcome] | None:
        """Return all outcomes at once where the model can and no row is special."""
        can = self._runtime.describe().capabilities.can_batch and block.number not in self._alone
        if not can or any(self._out_of_range(row) for row in rows):
            return None
        self._begins(f"block {block.number}")
        try:
            found = self._runtime.batch([self._whole(row) for row in rows], self._experiment)
        except ModelBroken:
            return None  # one by one tells which row it is
        return [_of_row(outcome) for outcome in found]

    def _one_by_one(self, rows: list[dict[str, float]], block: Block) -> list[Outcome]:
        return [self._outcome(row, block.first + place) for place, row in enumerate(rows)]

    def _outcome(self, row: Row, number: int) -> Outcome:
        if number in self._lost:
            return self._lost[number]
        if error := self._out_of_range(row):
            return error
        self._begins(f"row {number}")
        try:
            return _of_row(self._runtime.batch([self._whole(row)], self._experiment)[0])
        except LicenseUnavailable:
            raise
        except ModelBroken as error:
            return error

    def _whole(self, row: Row) -> Row:
        return {**self._study.fixed, **row}

    def _out_of_range(self, row: Row) -> ValueOutOfRange | None:
        for name, value in row.items():
            variable = self._variables[name]
            if not variable.holds(value):
                return ValueOutOfRange(
                    f"{name} is outside of its range",
                    found=f"{value:g}",
                    expected=f"from {variable.minimum} to {variable.maximum}",
                )
        return None


def _of_row(outcome: Outcome) -> Outcome:
    """Return an outcome unless it is one of the chunk: rows without a licence would stay so."""
    if isinstance(outcome, LicenseUnavailable):
        raise outcome
    return outcome


def design_rows(study: Study, design: Design, settings: Settings, block: Block) -> Floats:
    """Return the inputs of a block: rows by names."""
    return design.rows(settings, study.seed, block.first, block.last)


def is_same(found: Outcome, stored: Floats, code: str) -> bool:
    """Return whether a run that was done again gives what was stored of it."""
    if isinstance(found, ModelBroken):
        return found.code == code
    return not code and bool(np.array_equal(found, stored))
