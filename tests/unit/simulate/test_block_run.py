"""What becomes of the rows of a block, whatever the model is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from model_runtime.experiment import Floats, ModelDescription
from model_runtime.runtime import ModelRuntime, Row
from simulate.block_run import BlockRunner
from twin.simulation.ansys_twin import licence_error
from twin.simulation.chunks import Block
from twin.simulation.errors import ModelBroken
from twin.simulation.manifest import Capabilities, ModelManifest
from twin.simulation.model_errors import LicenseUnavailable, StepRefused
from twin.simulation.study import Study
from twin.simulation.variables import ModelVariable

VARIABLES = (ModelVariable("u", "input"), ModelVariable("y", "output"))
BLOCK = Block(0, 0, 4)
SAID = "Insufficient FlexNet Publisher (FNP) license count (0) for twin_runtime"


class Licensed(ModelRuntime):
    """A model that doubles its input; from some input on an error comes instead."""

    def __init__(self, error: ModelBroken, *, can_batch: bool = False) -> None:
        self._error, self._can_batch = error, can_batch
        self._u = 0.0

    def describe(self) -> ModelDescription:
        return ModelDescription(
            variables=VARIABLES,
            step_seconds=1.0,
            standard="of a test",
            tool="",
            capabilities=Capabilities(can_batch=self._can_batch),
        )

    def reset(self, start_values: Row) -> None:
        self._u = start_values["u"]

    def set_inputs(self, inputs: Row) -> None:
        self._u = inputs.get("u", self._u)

    def step(self, step_seconds: float) -> None:
        if self._u >= 3.0:
            raise self._error

    def read(self, names: Sequence[str]) -> Floats:
        return np.array([2.0 * self._u for _ in names])


def runner(model: ModelRuntime) -> BlockRunner:
    study = Study(
        manifest=ModelManifest("m", "ansys_twin", "ab" * 32, 10, VARIABLES, 1.0),
        artefact_key="m.twin",
        design={"name": "grid", "inputs": {"u": [1.0, 2.0, 3.0, 4.0]}},
        fixed={},
        outputs=("y",),
        steps=1,
        step_seconds=1.0,
        seed=0,
        block_rows=4,
    )
    return BlockRunner(study, model, lost={})


@pytest.mark.parametrize("can_batch", [False, True])
def test_row_that_fails_stays_a_row(can_batch: bool) -> None:
    rows = runner(Licensed(StepRefused("no three"), can_batch=can_batch)).run(BLOCK)
    found = [one.code if isinstance(one, ModelBroken) else one.tolist() for one in rows.outcomes]
    assert found == [[2.0], [4.0], "MODEL_STEP_REFUSED", "MODEL_STEP_REFUSED"]


@pytest.mark.parametrize("can_batch", [False, True])
def test_licence_that_is_lost_is_no_failure_of_rows(can_batch: bool) -> None:
    lost = licence_error(SAID)
    assert lost is not None
    blocks = runner(Licensed(lost, can_batch=can_batch))
    with pytest.raises(LicenseUnavailable, match="licence"):
        blocks.run(BLOCK)
    with pytest.raises(LicenseUnavailable):
        blocks.run_row(BLOCK, 2)
