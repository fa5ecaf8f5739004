"""`twin schemas`: what the metadata of a type of asset must be."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import click

from twin_local.cli.catalogue import database_option, precondition
from twin_local.cli.client import ApiClient, ApiRefused, Json
from twin_local.cli.output import json_option, moment, print_json, print_table

UNKNOWN = "METADATA_SCHEMA_UNKNOWN"


@click.group(help="Metadata schemas: what the metadata of a type of asset must be.")
def command() -> None:
    """Group the commands on metadata schemas."""


@command.command(help="Make or replace the schema of a type by a file of JSON Schema.")
@click.argument("asset_type")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
@json_option
def put(asset_type: str, file: Path, database: str, as_json: bool) -> None:
    """Write a schema."""
    client, path = ApiClient(), {"database_id": database, "asset_type": asset_type}
    known = _known(client, path)
    headers = {} if known is None else precondition(known)
    body = {"schema": _read(file)}
    schema = client.call("putMetadataSchema", path, body=body, headers=headers)
    if as_json:
        print_json(schema)
        return
    click.echo(f"{database}/{asset_type}: revision {schema['revision']}")


@command.command(help="Show the schema of a type.")
@click.argument("asset_type")
@click.option("--revision", type=click.IntRange(1), default=None, help="An earlier one.")
@database_option
@json_option
def show(asset_type: str, revision: int | None, database: str, as_json: bool) -> None:
    """Print a schema; what is printed without --json can be put again."""
    query = {} if revision is None else {"revision": revision}
    path = {"database_id": database, "asset_type": asset_type}
    schema = ApiClient().call("getMetadataSchema", path, query=query)
    print_json(schema if as_json else schema["schema"])


@command.command(name="list", help="List the schemas that a database has itself.")
@database_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@json_option
def list_schemas(database: str, limit: int, as_json: bool) -> None:
    """Print schemas."""
    pages = ApiClient().pages(f"/metadata-schemas/{database}", "schemas")
    rows = list(islice(pages, limit))
    if as_json:
        print_json({"schemas": rows})
        return
    shown = [{**row, "changed": moment(row["changed_at"])} for row in rows]
    print_table(shown, ("asset_type", "title", "revision", "changed", "changed_by"))


@command.command(help="Delete the schema of a type; its revisions stay.")
@click.argument("asset_type")
@database_option
@json_option
def delete(asset_type: str, database: str, as_json: bool) -> None:
    """Delete a schema."""
    client, path = ApiClient(), {"database_id": database, "asset_type": asset_type}
    known = client.call("getMetadataSchema", path)
    gone = client.call("deleteMetadataSchema", path, headers=precondition(known))
    if as_json:
        print_json(gone)
        return
    click.echo(f"{database}/{asset_type}: deleted")


def _known(client: ApiClient, path: dict[str, str]) -> Json | None:
    try:
        return client.call("getMetadataSchema", path)
    except ApiRefused as refusal:
        if refusal.refusal_code != UNKNOWN:
            raise
        return None


def _read(file: Path) -> Json:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.BadParameter(f"{file} is no JSON: {error}", param_hint="FILE") from error
    if not isinstance(value, dict):
        raise click.BadParameter(f"{file} is no JSON object", param_hint="FILE")
    return value
