"""Called by the workflow last: read the job's output, judge it, store predictions, end the run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from simulation_publish.compared import publish_comparison
from simulation_publish.judging import Judging
from simulation_publish.predicted import predicted_values
from simulation_runtime.announce import announce
from simulation_runtime.run_files import read_file
from simulation_runtime.run_settings import run_table
from simulation_runtime.run_table import RunTable
from simulation_runtime.trust_table import TrustTable
from twin.simulation.errors import RunEndContested, RunFailed
from twin.simulation.job import output_key
from twin.simulation.request import find_model
from twin.simulation.run import Run
from twin.simulation.what_if.comparison import Comparison
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.site import site
from twin_runtime.values import put_values

ATTEMPTS = 5
"""Of the step's end: each fails only where another run of the same model ended in between."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """Publish a run; predictions go beside the measured values, a what-if only into its record.

    Predictions have the time of the run's inputs: a repeated step writes the same points again and
    completes what is missing. A run that succeeded is only told again, one that failed publishes
    nothing.
    """
    table = run_table()
    run = table.find(event["run_id"])
    if not run.has_ended:
        run = _published(table, run)
    if run.state == "SUCCEEDED":
        announce(run)
    return {"run_id": run.run_id, "state": run.state}


def _published(table: RunTable, run: Run) -> Run:
    """Publish what the job gave, then end the run; return it as it is then.

    Another run of the model that ends meanwhile changes what is known of past predictions, and with
    it what is published: then all of it is done again.
    """
    output = read_file(output_key(run.run_id), run)
    for _ in range(ATTEMPTS - 1):
        with suppress(RunEndContested):
            return _end(table, run, output)
    return _end(table, run, output)


def _end(table: RunTable, run: Run, output: Mapping[str, Any]) -> Run:
    model = find_model(site(), run.model_id)
    trust = TrustTable(clients.dynamodb(), setting("RUN_TABLE"))
    judging = Judging(run, model, site(), trust.tallies(model, run.model_version))
    outputs = judging.outputs(output["outputs"])
    ended = run.succeeded(outputs, at=time.time(), validity=judging.validity)
    if run.kind == "prediction":
        values = predicted_values(ended, model, judging.validity)
        put_values(clients.iotsitewise(), values, time=_time_of_inputs(run))
    if run.what_if is not None:
        publish_comparison(Comparison.from_raw(run.what_if), judging, output.get("candidates", ()))
    observed = judging.observed(output["outputs"])
    if table.save(ended, with_end=trust.writes(model.id, observed)):
        return ended
    return table.find(run.run_id)


def _time_of_inputs(run: Run) -> float:
    if run.inputs_at is None:
        raise RunFailed("the run was never prepared", found=run.state, where=run.run_id)
    return run.inputs_at
