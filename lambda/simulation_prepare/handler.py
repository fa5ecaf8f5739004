"""Called by the workflow first: take the inputs, write the job's input, say how to run it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulation_prepare.taken import taken
from simulation_prepare.training_box import training_box
from simulation_runtime.announce import announce
from simulation_runtime.registry_table import RegistryTable
from simulation_runtime.run_settings import run_table
from twin.simulation.inputs import inputs_age_seconds, measured_outputs
from twin.simulation.job import JobInput, input_key, job_input, output_key
from twin.simulation.job_size import job_size
from twin.simulation.kinds import kind_named
from twin.simulation.model_job import definition_of
from twin.simulation.request import find_model
from twin.simulation.run import Run
from twin.simulation.trust.validity import reasons_of_inputs
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.site import site
from twin_runtime.values import latest_samples


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Return the run's id, and the job's definition, size and command.

    A schedule starts a run without a record; its execution's name becomes the run's id. A repeated
    step finds the inputs taken: the run is of the first attempt's time.
    """
    table = run_table()
    run = table.add(_new_run(event))
    if run.state == "QUEUED":
        run = _prepared(run)
        if table.save(run):
            announce(run)
    elif run.state == "RUNNING":
        announce(run)
    return {"run_id": run.run_id, "command": _command(run.run_id), **_job(run, event["jobs"])}


def _prepared(run: Run) -> Run:
    """Take the inputs and write them for the job; the record follows, so it never lacks them."""
    stated = find_model(site(), run.model_id)
    active = _registry().active(stated)
    model = active.applied_to(stated)
    aliases = [alias for _, alias in model.inputs] + [one.measured for one in model.predictions]
    samples, now = latest_samples(clients.iotsitewise(), aliases), time.time()
    box = training_box(active)
    found = taken(run, model, site(), samples=samples, training_box=box, now=now)
    inputs, replaced = found.inputs, found.replaced
    job = job_input(model, active.deployment.artefact, inputs, found.cases)
    _write(run.run_id, job)
    return replace(run, what_if=found.what_if).prepared(
        inputs=inputs,
        measured=measured_outputs(model, site(), samples=samples, now=now),
        model_version=job.model_version,
        input_digest=job.digest,
        at=now,
        deployment=active.deployment.number,
        parameter_version=active.parameters.version if active.parameters else "",
        parameters_age_seconds=now - active.parameters.published_at if active.parameters else None,
        inputs_age_seconds=inputs_age_seconds(model, samples=samples, replaced=replaced, now=now),
        input_reasons=reasons_of_inputs(model, site(), inputs, box),
    )


def _job(run: Run, definitions: Mapping[str, str]) -> dict[str, Any]:
    """Return the job that runs the run's deployment, whatever is active by now, and its size."""
    deployment = _registry().deployment(find_model(site(), run.model_id), run.deployment)
    size = job_size(kind_named(deployment.kind))
    return {
        "job_definition": definition_of(deployment, definitions),
        "vcpus": f"{size.vcpus:g}",
        "memory_mebibytes": str(size.memory_mebibytes),
        "timeout_seconds": size.timeout_seconds,
    }


def _registry() -> RegistryTable:
    return RegistryTable(clients.dynamodb(), setting("REGISTRY_TABLE"))


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
