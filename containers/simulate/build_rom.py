"""`python -m simulate.build_rom FOLDER PARAMETERS RESULTS TARGET SEED`: a reduced-order model.

It ends with 0 and `report.json` in the folder, or with `REFUSED` and `refusal.json`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from container_runtime.child import REFUSED, Limits, limit_this_process
from twin.simulation.errors import ModelBroken
from twin.simulation.kinds import kind_named
from twin.simulation.model_errors import SamplesInvalid

REPORT, REFUSAL = "report.json", "refusal.json"


def main() -> int:
    """Build the model of the command line and return the exit code."""
    folder, parameters, results, target = (Path(text) for text in sys.argv[1:5])
    limits = kind_named("rom").limits
    # One thread: the same samples give the same model whatever machine they are on.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    limit_this_process(Limits(limits.memory_mebibytes, limits.timeout_seconds))
    try:
        report = build(parameters, results, target, seed=int(sys.argv[5]))
    except ModelBroken as error:
        (folder / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    (folder / REPORT).write_text(json.dumps(report, allow_nan=False), encoding="utf-8")
    return 0


def build(parameters: Path, results: Path, target: Path, *, seed: int) -> dict[str, Any]:
    """Build a model of two tables, row by row, and write it; return what is known of it.

    Raises:
        SamplesInvalid, DescriptionInvalid: the tables are not samples of a model.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from model_runtime.reduced_order import build_model, save_model
    from simulate.sample_table import read_table

    inputs, outputs = read_table(parameters, "parameters"), read_table(results, "results")
    if len(inputs.values) != len(outputs.values):
        raise SamplesInvalid(
            "the tables are not of the same samples",
            found=f"{len(inputs.values)} rows of parameters, {len(outputs.values)} of results",
            expected="one row of each for every sample, in the same order",
        )
    if both := sorted(set(inputs.names) & set(outputs.names)):
        raise SamplesInvalid(
            "a column is in both tables", found=", ".join(both)[:300], expected="different names"
        )
    model = build_model(
        inputs.values,
        outputs.values,
        parameter_names=inputs.names,
        output_names=outputs.names,
        seed=seed,
    )
    save_model(model, target)
    return {
        "samples": len(inputs.values),
        "parameters": list(inputs.names),
        "outputs": len(outputs.names),
        "modes": len(model.modes),
        "held_out_error": dict(model.held_out_error),
    }


if __name__ == "__main__":
    sys.exit(main())
