"""`twin databases`: the projects or areas that assets belong to."""

from __future__ import annotations

from itertools import islice

import click

from twin_local.cli.catalogue import precondition
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table

COLUMNS = ("database_id", "title", "tags", "retention_days", "revision")


@click.group(help="Make and see databases: projects or areas that assets belong to.")
def command() -> None:
    """Group the commands on databases."""


@command.command(name="list", help="List databases: the site's own, then the newest.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def list_databases(limit: int, as_json: bool) -> None:
    """Print databases."""
    rows = list(islice(ApiClient().pages("/databases", "databases"), limit))
    if as_json:
        print_json({"databases": rows})
        return
    _print(rows)


@command.command(help="Make a database.")
@click.argument("database_id")
@click.option("--title", default=None, help="By default its id.")
@click.option("--description", default="")
@click.option("--tag", "tags", multiple=True, help="May be given several times.")
@click.option("--retention-days", type=click.IntRange(0, 3650), default=30, show_default=True)
@json_option
def create(
    database_id: str,
    title: str | None,
    description: str,
    tags: tuple[str, ...],
    retention_days: int,
    as_json: bool,
) -> None:
    """Make one database."""
    body = {
        "database_id": database_id,
        "title": title or database_id,
        "description": description,
        "tags": list(tags),
        "retention_days": retention_days,
    }
    _show(ApiClient().call("createDatabase", body=body), as_json=as_json)


@command.command(help="Show one database.")
@click.argument("database_id")
@json_option
def show(database_id: str, as_json: bool) -> None:
    """Print one database."""
    _show(ApiClient().call("getDatabase", {"database_id": database_id}), as_json=as_json)


@command.command(help="Delete a database that has no assets.")
@click.argument("database_id")
@json_option
def delete(database_id: str, as_json: bool) -> None:
    """Delete one database."""
    client, path = ApiClient(), {"database_id": database_id}
    known = client.call("getDatabase", path)
    _show(client.call("deleteDatabase", path, headers=precondition(known)), as_json=as_json)


def _show(database: Json, *, as_json: bool) -> None:
    if as_json:
        print_json(database)
        return
    _print([database])


def _print(rows: list[Json]) -> None:
    print_table([{**row, "tags": ", ".join(row["tags"])} for row in rows], COLUMNS)
