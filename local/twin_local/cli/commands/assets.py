"""`twin assets`: upload CAD files, and see what is catalogued."""

from __future__ import annotations

from itertools import islice

import click

from twin_local.cli.asset_comments import comment, comments
from twin_local.cli.asset_diff import diff
from twin_local.cli.asset_exchange import export_assets, import_assets
from twin_local.cli.asset_history import history
from twin_local.cli.asset_links import link, links, unlink
from twin_local.cli.asset_names import alias, resolve, tag, tags
from twin_local.cli.asset_search import find
from twin_local.cli.asset_sync import download, sync
from twin_local.cli.asset_upload import upload
from twin_local.cli.asset_versions import delete, keep, purge, restore, versions
from twin_local.cli.asset_why import why
from twin_local.cli.catalogue import database_option, described
from twin_local.cli.client import ApiClient, Json, Query
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.group(help="Upload CAD files, and see what is catalogued.")
def command() -> None:
    """Group the commands on spatial assets."""


DETAILS = (link, unlink, links, comment, comments, alias, resolve, tag, tags, history)

for more in (
    upload,
    sync,
    download,
    import_assets,
    export_assets,
    find,
    versions,
    keep,
    delete,
    restore,
    purge,
    diff,
    why,
    *DETAILS,
):
    command.add_command(more)


@command.command(name="list", help="List the assets of a database, newest first.")
@database_option
@click.option("--deleted", is_flag=True, help="List those that were deleted and can be restored.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def list_assets(database: str, deleted: bool, limit: int, as_json: bool) -> None:
    """Print the newest assets."""
    query: Query = {"limit": min(limit, 200), "deleted": str(deleted).lower()}
    pages = ApiClient().pages(f"/databases/{database}/assets", "assets", query)
    assets = list(islice(pages, limit))
    if as_json:
        print_json({"assets": assets})
        return
    rows = [
        {**asset, "tags": ", ".join(asset["tags"]), "updated": moment(asset["updated_at"])}
        for asset in assets
    ]
    print_table(rows, ("asset_key", "title", "asset_type", "tags", "version", "updated"))


@command.command(help="Show one asset with its files and its assembly tree.")
@click.argument("asset_key")
@database_option
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, help="Most files shown.")
@json_option
def show(asset_key: str, database: str, limit: int, as_json: bool) -> None:
    """Print one asset."""
    asset = described(ApiClient(), database, asset_key, limit=limit)
    if as_json:
        print_json(asset)
        return
    click.echo(f"{asset['title']}, version {asset['version']}, {moment(asset['updated_at'])}")
    print_table(asset["files"], ("path", "number", "content_type", "size_bytes", "converter"))
    for node in asset["tree"]:
        _print_tree(node, depth=0)


@command.command(help="List what can be converted.")
@json_option
def converters(as_json: bool) -> None:
    """Print the converters."""
    body = ApiClient().get("/converters")
    if as_json:
        print_json(body)
        return
    rows = [
        {**row, "inputs": ", ".join(row["inputs"]), "outputs": ", ".join(row["outputs"])}
        for row in body["converters"]
    ]
    print_table(rows, ("name", "title", "inputs", "outputs", "maximum_bytes"))


def _print_tree(node: Json, *, depth: int) -> None:
    click.echo(f"{'  ' * depth}{node['name']}")
    for child in node["children"]:
        _print_tree(child, depth=depth + 1)
