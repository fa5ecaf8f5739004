"""`twin conversions`: follow conversions, stop them, begin them again, ask for them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import click

from twin.spatial.conversion import STATES
from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, Json, Query
from twin_local.cli.operations import Values
from twin_local.cli.output import json_option, moment, print_json, print_table

COLUMNS = (
    "requested",
    "asset_key",
    "path",
    "converter",
    "state",
    "step",
    "progress",
    "moved",
    "conversion_id",
)


def of_one_conversion(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the key of an asset, the id of one of its conversions, and common options."""
    for each in (
        json_option,
        database_option,
        click.argument("conversion_id"),
        click.argument("asset_key"),
    ):
        function = each(function)
    return function


@click.group(help="Follow conversions, stop them, begin them again, ask for them.")
def command() -> None:
    """Group the commands on conversions."""


@command.command(name="list", help="List conversions, newest first: of the site, or of an asset.")
@click.argument("asset_key", required=False)
@database_option
@click.option("--path", default=None, help="Only those of this file of the asset.")
@click.option("--state", type=click.Choice(STATES), default=None, help="Of the site, in a state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def list_conversions(
    asset_key: str | None,
    database: str,
    path: str | None,
    state: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Print the newest conversions."""
    operation_id, place = _list_of(asset_key, database, path)
    if state and asset_key:
        raise click.UsageError("--state is of the whole site: leave the asset out")
    query: dict[str, str | int] = {"limit": min(limit, 200)}
    if state:
        query["state"] = state
    rows = list(islice(ApiClient().listed(operation_id, place, "conversions", query), limit))
    if as_json:
        print_json({"conversions": rows})
        return
    print_table([_row(row) for row in rows], COLUMNS)


@command.command(help="Show one conversion.")
@of_one_conversion
def show(asset_key: str, conversion_id: str, database: str, as_json: bool) -> None:
    """Print one conversion."""
    _print(_call("getConversion", database, asset_key, conversion_id), as_json)


@command.command(help="Show what a conversion did, step by step, and what its job printed.")
@of_one_conversion
def logs(asset_key: str, conversion_id: str, database: str, as_json: bool) -> None:
    """Print the steps of a conversion's last execution, and all lines of its job, newest last."""
    log = _call("getConversionLog", database, asset_key, conversion_id)
    page = log
    while token := page["next_token"]:
        query = {"next_token": token, "limit": 200}
        page = _call("getConversionLog", database, asset_key, conversion_id, query)
        log["lines"] += page["lines"]
    if as_json:
        print_json({name: value for name, value in log.items() if name != "next_token"})
        return
    rows = [{**row, "at": moment(row["at"])} for row in log["entries"]]
    print_table(rows, ("at", "event", "step", "error"))
    for line in log["lines"]:
        click.echo(f"{moment(line['at'])}  {line['message']}")


@command.command(help="Stop a conversion.")
@of_one_conversion
def cancel(asset_key: str, conversion_id: str, database: str, as_json: bool) -> None:
    """Stop one conversion."""
    _print(_call("cancelConversion", database, asset_key, conversion_id), as_json)


@command.command(help="Begin a conversion again that failed or was cancelled.")
@of_one_conversion
def rerun(asset_key: str, conversion_id: str, database: str, as_json: bool) -> None:
    """Begin one conversion again."""
    _print(_call("rerunConversion", database, asset_key, conversion_id), as_json)


@command.command(help="Convert a published file, such as `twin conversions request pump m.glb …`.")
@click.argument("asset_key")
@click.argument("path")
@click.argument("converter")
@click.option("--number", type=click.IntRange(1), default=None, help="Version; the newest without.")
@database_option
@json_option
def request(
    asset_key: str, path: str, converter: str, number: int | None, database: str, as_json: bool
) -> None:
    """Ask for a conversion."""
    place = {"database_id": database, "asset_key": asset_key, "file_path": path}
    body = {"converter": converter, **({"number": number} if number else {})}
    _print(ApiClient().call("requestConversion", place, body=body), as_json)


def _list_of(asset_key: str | None, database: str, path: str | None) -> tuple[str, Values]:
    """Return the operation that lists, with what its path names."""
    if asset_key is None:
        if path is not None:
            raise click.UsageError("--path is of an asset: name it")
        return "listConversions", {}
    asset = {"database_id": database, "asset_key": asset_key}
    if path is None:
        return "listAssetConversions", asset
    return "listFileConversions", {**asset, "file_path": path}


def _call(
    operation_id: str,
    database: str,
    asset_key: str,
    conversion_id: str,
    query: Query | None = None,
) -> Json:
    place = {"database_id": database, "asset_key": asset_key, "conversion_id": conversion_id}
    return ApiClient().call(operation_id, place, query=query)


def _row(conversion: Json) -> Json:
    """Return a conversion as a row of the list."""
    return {
        **conversion,
        "requested": moment(conversion["requested_at"]),
        "step": _step(conversion),
        "progress": f"{conversion['progress']:.0%}",
        "moved": moment(conversion["moved_at"]),
    }


def _step(conversion: Json) -> str:
    """Return the step of the workflow, and that of its job with its share where it is known."""
    job = conversion["job"]
    if job is None:
        return str(conversion["step"])
    share = "" if job["fraction"] is None else f" {job['fraction']:.0%}"
    return f"{conversion['step']}: {job['step']}{share}"


def _print(conversion: Json, as_json: bool) -> None:
    if as_json:
        print_json(conversion)
        return
    click.echo(
        f"{conversion['path']}: {conversion['state']} ({_step(conversion)}), "
        f"{conversion['progress']:.0%}, last moved {moment(conversion['moved_at'])}"
    )
    if conversion["error"]:
        click.echo(f"{conversion['error']['code']}: {conversion['error']['message']}")
    click.echo(conversion["conversion_id"])
