"""`twin assets comment|comments`: what people say of a version."""

from __future__ import annotations

from itertools import islice

import click

from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient
from twin_local.cli.operations import Values
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.command(help="Comment on a version of an asset.")
@click.argument("asset_key")
@click.argument("version", type=click.IntRange(1))
@click.argument("text")
@database_option
@json_option
def comment(asset_key: str, version: int, text: str, database: str, as_json: bool) -> None:
    """Add a comment."""
    path: Values = {"database_id": database, "asset_key": asset_key, "number": version}
    added = ApiClient().call("addComment", path, body={"text": text})
    if as_json:
        print_json(added)
        return
    click.echo(f"{asset_key} version {version}: comment {added['comment_id']}")


@click.command(help="List the comments on a version of an asset, newest first.")
@click.argument("asset_key")
@click.argument("version", type=click.IntRange(1))
@database_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
def comments(asset_key: str, version: int, database: str, limit: int, as_json: bool) -> None:
    """Print comments."""
    path = f"/databases/{database}/assets/{asset_key}/versions/{version}/comments"
    rows = list(islice(ApiClient().pages(path, "comments"), limit))
    if as_json:
        print_json({"comments": rows})
        return
    shown = [{**row, "written": moment(row["created_at"])} for row in rows]
    print_table(shown, ("written", "created_by_name", "text"))
