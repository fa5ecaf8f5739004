"""`twin assets diff`: what differs between two versions of an asset, part by part."""

from __future__ import annotations

from typing import Any

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.commands.bindings import asset_argument
from twin_local.cli.output import json_option, print_json, print_table

COLUMNS = ("outcomes", "part", "now", "moved_mm", "volume_cm3")


@click.command(help="Show which parts differ between two versions of an asset.")
@asset_argument
@click.option("--from", "old", type=int, required=True, help="Number of the older version.")
@click.option("--to", "new", type=int, required=True, help="Number of the newer version.")
@click.option("--path", default=None, help="Only this file.")
@click.option("--tolerance-mm", type=float, default=0.1, show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, as a gate.")
@json_option
@click.pass_context
def diff(
    ctx: click.Context,
    asset: dict[str, str],
    old: int,
    new: int,
    path: str | None,
    tolerance_mm: float,
    exit_code: bool,
    as_json: bool,
) -> None:
    """Print parts that differ and totals of all."""
    query: dict[str, Any] = {"from": old, "to": new, "tolerance_mm": tolerance_mm, "limit": 200}
    if path is not None:
        query["path"] = path
    client = ApiClient()
    page = client.call("diffAsset", asset, query=query)
    parts: list[Json] = page["parts"]
    while page["next_token"] is not None:
        page = client.call("diffAsset", asset, query={**query, "next_token": page["next_token"]})
        parts += page["parts"]
    if as_json:
        print_json({**page, "parts": parts})
    else:
        print_table([_row(part) for part in parts], COLUMNS)
        click.echo(", ".join(f"{count} {name}" for name, count in page["totals"].items()))
    if exit_code and parts:
        ctx.exit(1)


def _row(part: Json) -> Json:
    move = part["move"]
    return {
        "outcomes": " ".join(part["outcomes"]),
        "part": part["old_node_id"] or "",
        "now": "" if part["new_node_id"] == part["old_node_id"] else part["new_node_id"] or "",
        "moved_mm": f"{1000 * move['distance_metres']:.2f}" if move else "",
        "volume_cm3": f"{1e6 * part['volume_delta_cubic_metres']:+.3f}",
    }
