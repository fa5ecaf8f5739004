"""`twin run`: predict now with a model, run it over a design, or look at runs and studies."""

from __future__ import annotations

import uuid
from itertools import islice

import click

from twin_local.cli import runs, study_commands
from twin_local.cli.client import ApiClient
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.group(help="Predict now with a simulation model, and look at runs.")
def command() -> None:
    """Group the commands on runs."""


for one in (
    study_commands.sweep,
    study_commands.studies,
    study_commands.cancel,
    study_commands.results,
):
    command.add_command(one)


@command.command(help="Predict now, such as `P-101.pump`; the result goes beside the measured.")
@click.argument("model_id")
@click.option("--wait", is_flag=True, help="Wait for the end; exit 1 unless it succeeds.")
@json_option
def start(model_id: str, wait: bool, as_json: bool) -> None:
    """Start a prediction."""
    key = str(uuid.uuid4())
    body = {"model_id": model_id, "kind": "prediction", "idempotency_key": key}
    runs.start(body, wait=wait, as_json=as_json)


@command.command(name="list", help="List runs, newest first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def list_runs(limit: int, as_json: bool) -> None:
    """Print the newest runs."""
    pages = ApiClient().pages("/runs", "runs", {"limit": min(limit, 200)})
    found = list(islice(pages, limit))
    if as_json:
        print_json({"runs": found})
        return
    rows = [{**item, "requested": moment(item["requested_at"])} for item in found]
    print_table(rows, ("requested", "model_id", "kind", "state", "model_version", "run_id"))


@command.command(help="Show one run.")
@click.argument("run_id")
@json_option
def show(run_id: str, as_json: bool) -> None:
    """Print one run."""
    run = ApiClient().get(f"/runs/{run_id}")
    if as_json:
        print_json(run)
    else:
        runs.print_run(run)


@command.command(help="Show the course that a run took, its outputs over time.")
@click.argument("run_id")
@click.option(
    "--candidate",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="The place of a candidate in the request of a what-if.",
)
@json_option
def trajectory(run_id: str, candidate: int, as_json: bool) -> None:
    """Print the trajectory of a run."""
    course = ApiClient().get(f"/runs/{run_id}/trajectory", {"candidate": candidate})
    if as_json:
        print_json(course)
        return
    names = [one["variable"] for one in course["outputs"]]
    columns = [one["values"] for one in course["outputs"]]
    rows = [
        {"seconds": seconds, **dict(zip(names, values, strict=True))}
        for seconds, *values in zip(course["seconds"], *columns, strict=True)
    ]
    print_table(rows, ("seconds", *names))
