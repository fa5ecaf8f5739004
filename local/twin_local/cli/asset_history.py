"""`twin assets history`: who changed what, and when."""

from __future__ import annotations

import json
from itertools import islice

import click

from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, moment, print_json, print_table

SHOWN = 60
"""Characters of a value that a row shows; --json has them all."""


@click.command(help="Tell what happened to an asset, newest first.")
@click.argument("asset_key")
@database_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
def history(asset_key: str, database: str, limit: int, as_json: bool) -> None:
    """Print changes."""
    pages = ApiClient().pages(f"/databases/{database}/assets/{asset_key}/history", "changes")
    changes = list(islice(pages, limit))
    if as_json:
        print_json({"changes": changes})
        return
    rows = [row for change in changes for row in _rows(change)]
    print_table(rows, ("at", "by_name", "action", "field", "before", "after"))


def _rows(change: Json) -> list[Json]:
    """Return a row for each field of a change, and one for a change of none."""
    head = {"at": moment(change["at"]), "by_name": change["by_name"], "action": change["action"]}
    fields = [
        {**head, **field, "before": _shown(field["before"]), "after": _shown(field["after"])}
        for field in change["fields"]
    ]
    return fields or [{**head, "after": _shown(change["details"])}]


def _shown(value: object) -> str:
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
