"""`twin bindings`: what is bound to parts of models, and what waits for a decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from twin.binding.csv_table import from_csv, to_csv, written
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table

COLUMNS = ("binding_id", "state", "node_id", "signals", "equipment", "origin")


def _address(_ctx: click.Context, _parameter: click.Parameter, value: str) -> dict[str, str]:
    """Return the parameters of the path of an asset."""
    database, slash, key = value.partition("/")
    if not (database and slash and key):
        raise click.BadParameter("an asset is given as DATABASE/KEY, such as site/station")
    return {"database_id": database, "asset_key": key}


asset_argument = click.argument("asset", metavar="DATABASE/KEY", callback=_address)


@click.group(help="What is bound to parts of models, and what waits for a decision.")
def command() -> None:
    """Group the commands on bindings."""


@command.command(name="list", help="List the bindings of an asset.")
@asset_argument
@click.option("--signal", default=None, help="Only those of this signal.")
@click.option("--node", default=None, help="Only those of this part.")
@click.option("--revision", type=int, default=None, help="As they were at a revision.")
@json_option
def list_bindings(
    asset: dict[str, str],
    signal: str | None,
    node: str | None,
    revision: int | None,
    as_json: bool,
) -> None:
    """Print bindings."""
    given = {"signal": signal, "node": node, "revision": revision}
    query = {name: value for name, value in given.items() if value is not None}
    _print(_all(ApiClient(), "listBindings", asset, query), as_json=as_json)


@command.command(help="List the bindings that wait for a decision, with candidates.")
@asset_argument
@json_option
def reviews(asset: dict[str, str], as_json: bool) -> None:
    """Print what waits."""
    rows = _all(ApiClient(), "listBindingReviews", asset, {})
    if as_json:
        print_json({"bindings": rows})
        return
    for row in rows:
        click.echo(f"{row['binding_id']}  {row['node_id']}: {row['review']['cause']}")
        for one in row["review"]["candidates"]:
            click.echo(f"  {one['score']:.2f}  {one['node_id']}  {', '.join(one['reasons'])}")


@command.command(help="Bind a part of a file to signals, variables or equipment.")
@asset_argument
@click.argument("path")
@click.argument("node_id")
@click.option("--signal", "signals", multiple=True, help="Alias of a signal; may be repeated.")
@click.option("--variable", "variables", multiple=True, help="MODEL:VARIABLE; may be repeated.")
@click.option("--equipment", default="", help="Id of an asset of the equipment tree.")
@click.option("--note", default="", help="Anything worth knowing.")
@json_option
def add(
    asset: dict[str, str],
    path: str,
    node_id: str,
    signals: tuple[str, ...],
    variables: tuple[str, ...],
    equipment: str,
    note: str,
    as_json: bool,
) -> None:
    """Make one binding."""
    pairs = [
        dict(zip(("model", "variable"), one.partition(":")[::2], strict=True)) for one in variables
    ]
    names = {"signals": list(signals), "variables": pairs, "equipment": equipment, "note": note}
    body = {"path": path, "node_id": node_id, **names}
    made = ApiClient().call("createBinding", asset, body=body)
    _print([made], as_json=as_json)


@command.command(help="Remove a binding; earlier revisions keep it.")
@asset_argument
@click.argument("binding_id")
@json_option
def remove(asset: dict[str, str], binding_id: str, as_json: bool) -> None:
    """Remove one binding."""
    client = ApiClient()
    path = {**asset, "binding_id": binding_id}
    gone = client.call("deleteBinding", path, headers=_if_match(client, asset))
    _print([gone], as_json=as_json)


@command.command(help="Decide on a binding that waits: take a part, or drop the binding.")
@asset_argument
@click.argument("binding_id")
@click.option("--node", default=None, help="The part that it is bound to from now on.")
@click.option("--path", default=None, help="The file of the part, if it is another one.")
@click.option("--drop", is_flag=True, help="Drop the binding.")
@json_option
def resolve(
    asset: dict[str, str],
    binding_id: str,
    node: str | None,
    path: str | None,
    drop: bool,
    as_json: bool,
) -> None:
    """Decide."""
    if drop == (node is not None):
        raise click.UsageError("either --node or --drop")
    body: Json = {"drop": True} if drop else {"node_id": node}
    if path is not None:
        body["path"] = path
    client = ApiClient()
    decided = client.call(
        "resolveBindingReview",
        {**asset, "binding_id": binding_id},
        body=body,
        headers=_if_match(client, asset),
    )
    _print([decided], as_json=as_json)


@command.command(name="export", help="Write the bindings of an asset into a .csv or .json file.")
@asset_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_bindings(asset: dict[str, str], file: Path) -> None:
    """Write all bindings that the site file does not make."""
    rows = _all(ApiClient(), "listBindings", asset, {})
    own = [row for row in rows if row["origin"] == "user"]
    is_table = file.suffix == ".csv"
    text = to_csv(own) if is_table else json.dumps([written(row) for row in own], indent=2)
    file.write_text(text, encoding="utf-8")
    click.echo(f"{len(own)} bindings in {file}")


@command.command(name="import", help="Replace all bindings of an asset by those of a file.")
@asset_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_bindings(asset: dict[str, str], file: Path, as_json: bool) -> None:
    """Replace all or none."""
    text = file.read_text(encoding="utf-8")
    rows = from_csv(text) if file.suffix == ".csv" else json.loads(text)
    client = ApiClient()
    headers = _if_match(client, asset)
    answer = client.call("replaceBindings", asset, body={"bindings": rows}, headers=headers)
    if as_json:
        print_json(answer)
        return
    click.echo(f"{answer['bindings']} bindings at revision {answer['revision']}")


def _if_match(client: ApiClient, asset: dict[str, str]) -> dict[str, str]:
    """Return the header that names the revision that is read now."""
    revision = client.call("listBindings", asset, query={"limit": 1})["revision"]
    return {"if-match": f'"{revision}"'}


def _all(
    client: ApiClient, operation_id: str, asset: dict[str, str], query: dict[str, Any]
) -> list[Json]:
    """Return the bindings of all pages."""
    found: list[Json] = []
    token: dict[str, str] = {}
    while True:
        page = client.call(operation_id, asset, query={**query, "limit": 200, **token})
        found += page["bindings"]
        if page["next_token"] is None:
            return found
        token = {"next_token": page["next_token"]}


def _print(rows: list[Json], *, as_json: bool) -> None:
    if as_json:
        print_json({"bindings": rows})
        return
    shown = [{**row, "signals": " ".join(row["signals"])} for row in rows]
    print_table(shown, COLUMNS)
