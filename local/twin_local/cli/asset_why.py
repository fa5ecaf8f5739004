"""`twin assets why`: from what, by what and by whom a derivative was made."""

from __future__ import annotations

import click

from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import cell, json_option, moment, print_json, print_table


@click.command(help="Tell why a derivative is there; without its name, list what is.")
@click.argument("asset_key")
@click.argument("path")
@click.argument("derivative", required=False)
@click.option("--number", type=click.IntRange(1), default=None, help="Version; the newest without.")
@click.option("--converter", default=None, help="Which one, where several have the name.")
@database_option
@json_option
def why(
    asset_key: str,
    path: str,
    derivative: str | None,
    number: int | None,
    converter: str | None,
    database: str,
    as_json: bool,
) -> None:
    """Explain one derivative; without a name, list them all."""
    client = ApiClient()
    place: dict[str, str | int] = {
        "database_id": database,
        "asset_key": asset_key,
        "file_path": path,
    }
    place["number"] = number or client.call("getFile", place)["number"]
    if derivative is None:
        _print_list(client.call("listDerivatives", place), as_json)
        return
    query = {"converter": converter} if converter else {}
    found = client.call("explainDerivative", {**place, "derivative": derivative}, query=query)
    if as_json:
        print_json(found)
    else:
        _print_reason(found)


def _print_list(body: Json, as_json: bool) -> None:
    if as_json:
        print_json(body)
        return
    print_table(body["derivatives"], ("file_name", "size_bytes", "converter", "on_request"))


def _print_reason(found: Json) -> None:
    source, run = found["source"], found["run"] or {}
    rows: list[tuple[str, object]] = [
        ("derivative", f"{found['file_name']}, {found['size_bytes']} bytes"),
        ("SHA-256", found["sha256"]),
        ("made from", f"{source['path']} version {source['number']}, {source['content_type']}"),
        ("source SHA-256", source["sha256"]),
        ("uploaded", f"{moment(source['published_at'])} by {source['uploaded_by']}"),
        ("converter", found["converter"]),
        ("image", found["recipe"]["tool_digest"]),
        ("parameters", found["parameters"]),
        ("shows", found["facts"]),
        ("asked for by", found["requested_by"]),
        ("conversion", found["conversion_id"]),
        ("made before", found["was_cached"]),
        ("seconds", run.get("seconds")),
        ("peak MiB", run.get("peak_mebibytes")),
        ("cost in USD", run.get("cost_usd")),
    ]
    for label, value in rows:
        click.echo(f"{label:<16}{cell(value)}")
