"""Follow a simulation run to its end, and print it."""

from __future__ import annotations

import sys
import time

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import print_json, print_table

POLL_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 900.0
OPEN_STATES = ("QUEUED", "RUNNING")


def start(body: Json, *, wait: bool, as_json: bool) -> None:
    """Start a run and print it; with `wait` follow it, and exit 1 unless it succeeds."""
    client = ApiClient()
    run = client.post("/runs", body)
    if wait:
        run = await_end(client, run)
    if as_json:
        print_json(run)
    else:
        print_run(run)
    if run["state"] == "FAILED" or (wait and run["state"] in OPEN_STATES):
        sys.exit(1)


def print_run(run: Json) -> None:
    """Print a run with its outputs as a table."""
    error = run.get("error")
    reason = f" ({error['code']}: {error['message']})" if error else ""
    click.echo(f"{run['model_id']} {run['kind']} {run['run_id']}: {run['state']}{reason}")
    if run["inputs"]:
        click.echo("  ".join(f"{name} = {value:g}" for name, value in run["inputs"].items()))
    rows = [{"variable": name, **output} for name, output in run["outputs"].items()]
    if rows:
        print_table(rows, ("variable", "value", "lower", "upper", "measured", "unit"))
    for reason in (run.get("validity") or {}).get("reasons", ()):
        click.echo(f"not to be relied on: {reason['message']} ({reason['code']})")


def await_end(client: ApiClient, run: Json) -> Json:
    """Return a run once it has ended, or as it is after the longest wait."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while run["state"] in OPEN_STATES and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        run = client.get(f"/runs/{run['run_id']}")
    return run
