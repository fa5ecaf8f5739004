"""Called by the workflow first: take the inputs, write the job's input, say how to run it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from simulation_runtime.announce import announce
from simulation_runtime.artefacts import artefact
from simulation_runtime.run_table import RunTable
from twin.simulation.inputs import measured_outputs, model_inputs
from twin.simulation.job import JobInput, input_key, job_input, output_key
from twin.simulation.request import find_model
from twin.simulation.run import Run
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.site import site
from twin_runtime.values import latest_samples


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Return the run's id and the job's command.

    A schedule starts a run without a record; its execution's name becomes the run's id. A repeated
    step finds the inputs taken: the run is of the first attempt's time.
    """
    table = RunTable(clients.dynamodb(), setting("RUN_TABLE"), setting("RESULT_TABLE"))
    run = table.add(_new_run(event))
    if run.state == "QUEUED":
        run = _prepared(run)
        if table.save(run):
            announce(run)
    elif run.state == "RUNNING":
        announce(run)
    return {"run_id": run.run_id, "command": _command(run.run_id)}


def _prepared(run: Run) -> Run:
    """Take the inputs and write them for the job; the record follows, so it never lacks them."""
    model = find_model(site(), run.model_id)
    aliases = [alias for _, alias in model.inputs] + [one.measured for one in model.predictions]
    samples, now = latest_samples(clients.iotsitewise(), aliases), time.time()
    inputs = model_inputs(model, site(), samples=samples, replaced=run.inputs, now=now)
    job = job_input(model, artefact(model.artefact), inputs)
    _write(run.run_id, job)
    return run.prepared(
        inputs=inputs,
        measured=measured_outputs(model, samples),
        model_version=job.model_version,
        input_digest=job.digest,
        at=now,
    )


def _new_run(event: Mapping[str, Any]) -> Run:
    return Run(
        run_id=event["execution"],
        model_id=event["model_id"],
        kind=event["kind"],
        state="QUEUED",
        requested_by="schedule",
        requested_at=time.time(),
        inputs=event["inputs"],
    )


def _write(run_id: str, job: JobInput) -> None:
    clients.s3().put_object(
        Bucket=setting("MODELS_BUCKET"),
        Key=input_key(run_id),
        Body=job.to_json().encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )


def _command(run_id: str) -> list[str]:
    bucket = setting("MODELS_BUCKET")
    addresses = {"--input": input_key(run_id), "--output": output_key(run_id)}
    return [part for flag, key in addresses.items() for part in (flag, f"s3://{bucket}/{key}")]
