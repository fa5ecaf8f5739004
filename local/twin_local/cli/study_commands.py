"""`twin run sweep`, `studies`, `cancel` and `results`: a model over the rows of a design."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table
from twin_local.cli.study_design import design_from, fixed_of
from twin_local.cli.study_files import fetch
from twin_local.cli.study_output import (
    COLUMNS,
    print_estimate,
    print_results,
    print_study,
    study_row,
)

POLL_SECONDS = 1.0
ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")
file_option = click.Path(dir_okay=False, path_type=Path)


@click.command(help="Run a model over a design, such as `--grid speed=800:1600:9`.")
@click.argument("model_id")
@click.option("--design", type=file_option, help="A design as a JSON file.")
@click.option("--grid", multiple=True, help="NAME=FROM:TO:COUNT or NAME=VALUE,VALUE; repeatable.")
@click.option("--fixed", multiple=True, help="NAME=VALUE of all rows; repeatable.")
@click.option("--output", multiple=True, help="What is kept of each run; repeatable.")
@click.option("--steps", type=click.IntRange(0), help="Of each run; without it the model's own.")
@click.option("--step-seconds", type=click.FloatRange(0, min_open=True), help="Of one step.")
@click.option("--seed", type=click.IntRange(0), help="Of designs that are random.")
@click.option("--key", help="Your name for the request: repeated, it is done once.")
@click.option("--dry-run", is_flag=True, help="Say what it would cost, and start nothing.")
@click.option("--wait", is_flag=True, help="Wait for the end; exit 1 unless it succeeds.")
@json_option
def sweep(
    model_id: str,
    design: Path | None,
    grid: tuple[str, ...],
    fixed: tuple[str, ...],
    output: tuple[str, ...],
    steps: int | None,
    step_seconds: float | None,
    seed: int | None,
    key: str | None,
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Start a study, or say what it would cost."""
    body: Json = {
        "model_id": model_id,
        "design": design_from(design, grid),
        "fixed": fixed_of(fixed) or None,
        "outputs": list(output) or None,
        "steps": steps,
        "step_seconds": step_seconds,
        "seed": seed,
        "idempotency_key": key,
    }
    body = {name: value for name, value in body.items() if value is not None}
    client = ApiClient()
    if dry_run:
        estimated = client.post("/studies/estimate", body)
        _print(estimated, as_json, lambda found: print_estimate(found["estimate"]))
        return
    study = client.post("/studies", body)
    if wait:
        study = _await_end(client, study, tell=not as_json)
    _print(study, as_json, print_study)
    if study["state"] in ("FAILED", "CANCELLED"):
        sys.exit(1)


@click.command(help="List studies, newest first, or show one with how far it is.")
@click.argument("study_id", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def studies(study_id: str | None, limit: int, as_json: bool) -> None:
    """Print the newest studies, or one."""
    client = ApiClient()
    if study_id:
        _print(client.call("getStudy", {"study_id": study_id}), as_json, print_study)
        return
    pages = client.pages("/studies", "studies", {"limit": min(limit, 200)})
    found = list(islice(pages, limit))
    if as_json:
        print_json({"studies": found})
        return
    print_table([study_row(study) for study in found], COLUMNS)


@click.command(help="Stop a study; asked for again, it goes on with what is there.")
@click.argument("study_id")
@click.option("--wait", is_flag=True, help="Wait until its jobs have ended.")
@json_option
def cancel(study_id: str, wait: bool, as_json: bool) -> None:
    """Stop one study."""
    client = ApiClient()
    study = client.call("cancelStudy", {"study_id": study_id})
    if wait:
        study = _await_end(client, study, tell=False)
    _print(study, as_json, print_study)


@click.command(help="Print what came of a study, and fetch all its rows with -o.")
@click.argument("study_id")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows into this Parquet file.",
)
@json_option
def results(study_id: str, output: Path | None, as_json: bool) -> None:
    """Print the summary of one study."""
    client = ApiClient()
    found = client.call("getStudyResults", {"study_id": study_id})
    if output is not None:
        fetch(client, found["file"], output)
    _print(found, as_json, print_results)


def _await_end(client: ApiClient, study: Json, *, tell: bool) -> Json:
    """Follow a study to its end; what is interrupted here goes on there."""
    told = None
    while study["state"] not in ENDED:
        if tell and told != (told := (study["state"], study["counts"]["pending"])):
            counts = study["counts"]
            done = counts["accepted"] - counts["pending"]
            click.echo(f"{study['state']}: {done} of {counts['accepted']} rows", err=True)
        time.sleep(POLL_SECONDS)
        study = client.call("getStudy", {"study_id": study["study_id"]})
    return study


def _print(found: Json, as_json: bool, print_it: Callable[[Json], None]) -> None:
    if as_json:
        print_json(found)
    else:
        print_it(found)
