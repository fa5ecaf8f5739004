"""`twin assets versions|keep|delete|restore|purge`: what becomes of an asset after its upload."""

from __future__ import annotations

from itertools import islice

import click

from twin_local.cli.catalogue import database_option, precondition
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.command(help="List the versions of an asset, newest first.")
@click.argument("asset_key")
@database_option
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def versions(asset_key: str, database: str, limit: int, as_json: bool) -> None:
    """Print versions."""
    pages = ApiClient().pages(f"/databases/{database}/assets/{asset_key}/versions", "versions")
    rows = list(islice(pages, limit))
    if as_json:
        print_json({"versions": rows})
        return
    shown = [{**row, "created": moment(row["created_at"])} for row in rows]
    print_table(shown, ("number", "comment", "file_count", "size_bytes", "created", "created_by"))


@click.command(help="Keep the files of an asset as they are now as a version.")
@click.argument("asset_key")
@database_option
@click.option("--comment", default="", help="What is new in it.")
@json_option
def keep(asset_key: str, database: str, comment: str, as_json: bool) -> None:
    """Make a version."""
    path = {"database_id": database, "asset_key": asset_key}
    version = ApiClient().call("createVersion", path, body={"comment": comment})
    if as_json:
        print_json(version)
        return
    click.echo(f"{asset_key}: version {version['number']}, {version['file_count']} files")


@click.command(help="Delete an asset; it can be restored until its database's retention is over.")
@click.argument("asset_key")
@database_option
@json_option
def delete(asset_key: str, database: str, as_json: bool) -> None:
    """Delete one asset."""
    asset = _change("deleteAsset", database, asset_key)
    if as_json:
        print_json(asset)
        return
    click.echo(f"{asset_key}: deleted, can be restored until {moment(asset['purge_after'])}")


@click.command(help="Restore a deleted asset.")
@click.argument("asset_key")
@database_option
@json_option
def restore(asset_key: str, database: str, as_json: bool) -> None:
    """Restore one asset."""
    asset = _change("restoreAsset", database, asset_key)
    if as_json:
        print_json(asset)
        return
    click.echo(f"{asset_key}: restored")


@click.command(help="Remove a deleted asset for good, before its retention is over.")
@click.argument("asset_key")
@database_option
@json_option
def purge(asset_key: str, database: str, as_json: bool) -> None:
    """Remove one asset."""
    removed = _change("purgeAsset", database, asset_key)
    if as_json:
        print_json(removed)
        return
    click.echo(f"{asset_key}: removed for good; its files follow in the background")


def _change(operation_id: str, database: str, asset_key: str) -> Json:
    client, path = ApiClient(), {"database_id": database, "asset_key": asset_key}
    known = client.call("getAsset", path)
    return client.call(operation_id, path, headers=precondition(known))
