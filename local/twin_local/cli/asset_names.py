"""`twin assets alias|resolve|tag|tags`: other names of assets, and words to find them by."""

from __future__ import annotations

from itertools import islice

import click

from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table


@click.command(help="Give an asset aliases or take them; without options list those it has.")
@click.argument("asset_key")
@click.option("--add", multiple=True, help="An alias to give; may be repeated.")
@click.option("--remove", multiple=True, help="An alias to take; may be repeated.")
@database_option
@json_option
def alias(
    asset_key: str, add: tuple[str, ...], remove: tuple[str, ...], database: str, as_json: bool
) -> None:
    """Change or print aliases."""
    client, path = ApiClient(), {"database_id": database, "asset_key": asset_key}
    for name in remove:
        client.call("removeAlias", {**path, "alias": name})
    for name in add:
        client.call("addAlias", path, body={"alias": name})
    found: list[str] = client.call("getAsset", path)["aliases"]
    if as_json:
        print_json({"aliases": found})
        return
    for name in found:
        click.echo(name)


@click.command(help="Say which asset has an alias.")
@click.argument("name", metavar="ALIAS")
@database_option
@json_option
def resolve(name: str, database: str, as_json: bool) -> None:
    """Print the asset of an alias."""
    found = ApiClient().call("resolveAlias", {"database_id": database, "alias": name})
    if as_json:
        print_json(found)
        return
    click.echo(f"{found['database_id']}/{found['asset_key']}: {found['title']}")


@click.command(help="Add tags to an asset and remove others in one step.")
@click.argument("asset_key")
@click.option("--add", multiple=True, help="A tag to add; may be repeated.")
@click.option("--remove", multiple=True, help="A tag to remove; may be repeated.")
@database_option
@json_option
def tag(
    asset_key: str, add: tuple[str, ...], remove: tuple[str, ...], database: str, as_json: bool
) -> None:
    """Change tags."""
    path = {"database_id": database, "asset_key": asset_key}
    body: Json = {"add": list(add), "remove": list(remove)}
    changed = ApiClient().call("changeTags", path, body=body)
    if as_json:
        print_json(changed)
        return
    click.echo(f"{asset_key}: {', '.join(changed['tags']) or 'no tags'}")


@click.command(help="List the tags in use in a database, with the number of assets.")
@database_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@json_option
def tags(database: str, limit: int, as_json: bool) -> None:
    """Print tags."""
    rows = list(islice(ApiClient().pages(f"/databases/{database}/tags", "tags"), limit))
    if as_json:
        print_json({"tags": rows})
        return
    print_table(rows, ("tag", "assets"))
