"""Called by the workflow last: read the job's output, store predictions, end the run."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from simulation_runtime.announce import announce
from simulation_runtime.run_table import RunTable
from twin.simulation.errors import RunFailed
from twin.simulation.job import output_key
from twin.simulation.request import find_model
from twin.simulation.run import Run, RunOutput
from twin.site_document import SimulationModel
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.site import site
from twin_runtime.values import put_values


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """Publish a run; predictions go beside the measured values, a what-if only into its record.

    Predictions have the time of the run's inputs: a repeated step writes the same points again and
    completes what is missing. A run that succeeded is only told again, one that failed publishes
    nothing.
    """
    table = RunTable(clients.dynamodb(), setting("RUN_TABLE"), setting("RESULT_TABLE"))
    run = table.find(event["run_id"])
    if not run.has_ended:
        run = _published(table, run)
    if run.state == "SUCCEEDED":
        announce(run)
    return {"run_id": run.run_id, "state": run.state}


def _published(table: RunTable, run: Run) -> Run:
    """Store the predictions, then end the run; return it as it is then."""
    model = find_model(site(), run.model_id)
    outputs = _outputs(run, model)
    if run.kind == "prediction":
        values = _predicted(run, model, outputs)
        put_values(clients.iotsitewise(), values, time=_time_of_inputs(run))
    ended = run.succeeded(outputs, at=time.time())
    return ended if table.save(ended) else table.find(run.run_id)


def _time_of_inputs(run: Run) -> float:
    if run.inputs_at is None:
        raise RunFailed("the run was never prepared", found=run.state, where=run.run_id)
    return run.inputs_at


def _outputs(run: Run, model: SimulationModel) -> dict[str, RunOutput]:
    answer = clients.s3().get_object(Bucket=setting("MODELS_BUCKET"), Key=output_key(run.run_id))
    output = json.loads(answer["Body"].read())
    if output["input_digest"] != run.input_digest:
        raise RunFailed(
            "the output is of another input",
            found=output["input_digest"],
            expected=run.input_digest,
        )
    units = {one.variable: site().signal_by_alias[one.measured].unit for one in model.predictions}
    return {
        name: RunOutput(**bounds, unit=units[name], measured=run.measured.get(name))
        for name, bounds in output["outputs"].items()
    }


def _predicted(
    run: Run, model: SimulationModel, outputs: Mapping[str, RunOutput]
) -> dict[str, float | str]:
    values: dict[str, float | str] = {model.version_alias: run.model_version}
    for prediction in model.predictions:
        output = outputs[prediction.variable]
        values[prediction.value] = output.value
        values[prediction.lower] = output.lower
        values[prediction.upper] = output.upper
    return values
