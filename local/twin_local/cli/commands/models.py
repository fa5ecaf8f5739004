"""`twin models`: the simulation models of a site."""

from __future__ import annotations

import click

from twin_local.cli.client import ApiClient
from twin_local.cli.output import json_option, print_json, print_table


@click.group(help="The simulation models of the site.")
def command() -> None:
    """Group the commands on models."""


@command.command(name="list", help="List models with their version and bindings.")
@json_option
def list_models(as_json: bool) -> None:
    """Print all models."""
    answer = ApiClient().get("/models")
    if as_json:
        print_json(answer)
        return
    rows = [
        {
            **model,
            "inputs": ", ".join(one["variable"] for one in model["inputs"]),
            "outputs": ", ".join(one["variable"] for one in model["outputs"]),
        }
        for model in answer["models"]
    ]
    print_table(rows, ("model_id", "title", "version", "inputs", "outputs", "schedule_minutes"))
