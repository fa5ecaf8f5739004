"""`twin assets link|unlink|links`: how assets belong together."""

from __future__ import annotations

import json
from itertools import islice

import click

from twin.catalogue.link import DIRECTIONS, KINDS
from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, Json, Query
from twin_local.cli.output import json_option, moment, print_json, print_table

OTHER = "OTHER is the key of an asset, or DATABASE/KEY for one of another database."


@click.command(help=f"Link two assets: OTHER is the KIND of ASSET_KEY. {OTHER}")
@click.argument("asset_key")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("other")
@click.option("--metadata", default="{}", help="What the link says, as JSON.")
@database_option
@json_option
def link(
    asset_key: str, kind: str, other: str, metadata: str, database: str, as_json: bool
) -> None:
    """Make a link."""
    other_database, other_key = _other(database, other)
    path = {"database_id": database, "asset_key": asset_key}
    body = {
        "kind": kind,
        "database_id": other_database,
        "asset_key": other_key,
        "metadata": _json(metadata),
    }
    made = ApiClient().call("createLink", path, body=body)
    if as_json:
        print_json(made)
        return
    click.echo(f"{database}/{asset_key}: {kind} {other_database}/{other_key}")


@click.command(help=f"Remove a link from both of its ends. {OTHER}")
@click.argument("asset_key")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("other")
@database_option
@json_option
def unlink(asset_key: str, kind: str, other: str, database: str, as_json: bool) -> None:
    """Remove a link."""
    other_database, other_key = _other(database, other)
    path = {
        "database_id": database,
        "asset_key": asset_key,
        "kind": kind,
        "other_database_id": other_database,
        "other_asset_key": other_key,
    }
    removed = ApiClient().call("deleteLink", path)
    if as_json:
        print_json(removed)
        return
    click.echo(f"{database}/{asset_key}: no {kind} {other_database}/{other_key} any more")


@click.command(help="List the links of an asset.")
@click.argument("asset_key")
@click.option("--kind", type=click.Choice(KINDS), default=None)
@click.option("--direction", type=click.Choice(DIRECTIONS), default=None)
@database_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@json_option
def links(
    asset_key: str,
    kind: str | None,
    direction: str | None,
    database: str,
    limit: int,
    as_json: bool,
) -> None:
    """Print links."""
    asked = {"kind": kind, "direction": direction}
    query: Query = {name: text for name, text in asked.items() if text is not None}
    pages = ApiClient().pages(f"/databases/{database}/assets/{asset_key}/links", "links", query)
    rows = list(islice(pages, limit))
    if as_json:
        print_json({"links": rows})
        return
    shown = [{**row, "created": moment(row["created_at"])} for row in rows]
    print_table(shown, ("kind", "database_id", "asset_key", "title", "deleted", "created"))


def _other(database: str, other: str) -> tuple[str, str]:
    first, slash, second = other.partition("/")
    return (first, second) if slash else (database, first)


def _json(text: str) -> Json:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"no JSON: {error}", param_hint="--metadata") from error
    if not isinstance(value, dict):
        raise click.BadParameter("no JSON object", param_hint="--metadata")
    return value
