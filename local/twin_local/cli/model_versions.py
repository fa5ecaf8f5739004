"""`twin models deploy|versions|rollback`: what was deployed of a model, and what is active."""

from __future__ import annotations

import uuid
from itertools import islice
from pathlib import Path

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.model_deployment import deploy as deploy_file
from twin_local.cli.model_deployment import prepared
from twin_local.cli.output import json_option, moment, print_json, print_table
from twin_local.supervisor.layout import repository_root

existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help="Try a model's file on this machine, send it and make it active.")
@click.argument("model_id")
@click.argument("file", type=existing)
@click.option("--manifest", type=existing, help="Its manifest; it is not tried here then.")
@click.option("--no-activate", is_flag=True, help="Record it only; `rollback --to` activates it.")
@click.option("--note", default="", help="Why it is deployed.")
@json_option
def deploy(
    model_id: str, file: Path, manifest: Path | None, no_activate: bool, note: str, as_json: bool
) -> None:
    """Deploy a file."""
    found = prepared(file, model_id=model_id, manifest=manifest, root=repository_root())
    answer = deploy_file(ApiClient(), model_id, found, note=note, activate=not no_activate)
    if as_json:
        print_json(answer)
        return
    number, active = answer["deployment"]["number"], answer["active"]
    state = "active" if answer["deployment"]["is_active"] else "not active"
    click.echo(f"deployment {number} of {model_id} is {state}; version {active['version']}")


@click.command(help="List the deployments and the published parameters of a model, newest first.")
@click.argument("model_id")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def versions(model_id: str, limit: int, as_json: bool) -> None:
    """Print what there is of a model."""
    client, path, query = ApiClient(), {"model_id": model_id}, {"limit": min(limit, 200)}
    deployments = list(islice(client.listed("listDeployments", path, "deployments", query), limit))
    published = list(islice(client.listed("listModelParameters", path, "versions", query), limit))
    active = client.call("listDeployments", path, query={"limit": 1})["active"]
    if as_json:
        print_json({"active": active, "deployments": deployments, "parameters": published})
        return
    click.echo(
        f"{model_id}: deployment {active['deployment']}, parameters {active['parameters']},"
        f" version {active['version']}"
    )
    _print_deployments(deployments)
    _print_parameters(published)


@click.command(help="Go back to what was active before, or to a number; 0 is the site file's.")
@click.argument("model_id")
@click.option("--to", "number", type=click.IntRange(0), help="The number to make active.")
@click.option("--parameters", is_flag=True, help="Of the published parameters.")
@json_option
def rollback(model_id: str, number: int | None, parameters: bool, as_json: bool) -> None:
    """Make an earlier number active."""
    active = ApiClient().call(
        "rollBackModel",
        {"model_id": model_id},
        body={"what": "parameters" if parameters else "deployment", "number": number},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    if as_json:
        print_json(active)
        return
    click.echo(
        f"deployment {active['deployment']} with parameters {active['parameters']} of {model_id}"
        f" is active; version {active['version']}"
    )


def _print_deployments(deployments: list[Json]) -> None:
    if not deployments:
        return
    rows = [
        {
            **one,
            "deployment": one["number"],
            "active": one["is_active"],
            "deployed": moment(one["deployed_at"]),
            "by": one["deployed_by"],
            "sha256": one["artefact_sha256"][:12],
        }
        for one in deployments
    ]
    columns = ("deployment", "active", "kind", "file_name", "sha256", "git_revision")
    print_table(rows, (*columns, "deployed", "by", "note"))


def _print_parameters(published: list[Json]) -> None:
    if not published:
        return
    rows = [
        {
            **one,
            "parameters": one["number"],
            "active": one["is_active"],
            "published": moment(one["published_at"]),
            "by": one["published_by"],
            "values": ", ".join(f"{item['name']} {item['value']:g}" for item in one["parameters"]),
        }
        for one in published
    ]
    print_table(rows, ("parameters", "active", "deployment", "values", "published", "by"))
