"""`twin assets find`: search the assets of all databases."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, moment, print_json, print_table

PAGE = 200
COLUMNS = ("database", "asset_key", "title", "type", "tags", "version", "updated", "found")
Decorated = Callable[..., None]


def _conditions(function: Decorated) -> Decorated:
    """Add an option for each parameter of the search; docs/search.md says what they mean."""
    options = (
        click.option("--tag", multiple=True, help="A tag that must be there; several: all."),
        click.option("--any-tag", multiple=True, help="Tags of which one must be there."),
        click.option("--no-tag", multiple=True, help="A tag that must not be there."),
        click.option("--type", multiple=True, help="The type; several: one of them."),
        click.option("--database", multiple=True, help="The database; several: one of them."),
        click.option("--where", multiple=True, help="Metadata: \"power >= 10 and maker = 'KSB'\"."),
        click.option("--box", help="Where it is: the lowest corner, then the highest."),
        click.option("--frame", type=click.Choice(["site", "wgs84"]), help="The box's frame."),
        click.option("--relation", type=click.Choice(["intersects", "within"])),
        click.option("--key-prefix", help="The beginning of the key or of an alias."),
        click.option("--title-prefix", help="The beginning of the title."),
        click.option("--path-prefix", help="The beginning of the path of a file."),
        click.option("--state", type=click.Choice(["active", "deleted", "any"])),
        click.option("--updated-since", type=float, help="UTC seconds since 1970."),
        click.option("--created-by", help="The subject of who made it."),
        click.option("--order", type=click.Choice(["relevance", "updated", "title"])),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command(help='Search: find booster "boiler house" --tag reviewed --where "power > 10".')
@click.argument("words", nargs=-1)
@_conditions
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
def find(words: tuple[str, ...], limit: int, as_json: bool, **conditions: Any) -> None:  # noqa: ANN401 - of click
    """Print the assets that fulfil all conditions."""
    given = {name: value for name, value in conditions.items() if value not in (None, ())}
    query = {"limit": min(limit, PAGE), **given, **({"q": _text(words)} if words else {})}
    found = list(islice(ApiClient().pages("/assets", "assets", query), limit))
    if as_json:
        print_json({"assets": found})
        return
    print_table([_row(asset) for asset in found], COLUMNS)


def _text(words: tuple[str, ...]) -> str:
    # The shell took the quotes of a phrase away.
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _row(asset: Json) -> Json:
    snippet = asset["snippet"]
    return {
        **asset,
        "database": asset["database_id"],
        "tags": ", ".join(asset["tags"]),
        "updated": moment(asset["updated_at"]),
        "found": f"{snippet['field']}: {snippet['text']}" if snippet else None,
    }
