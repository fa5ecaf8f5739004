"""`twin graph`: what there is, and how it hangs together."""

from __future__ import annotations

from typing import Any

import click

from twin.graph.elements import DIRECTIONS, KINDS
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table

PAGE = 1_000

relation_option = click.option("--relation", multiple=True, help="Only edges by this name.")
direction_option = click.option(
    "--direction", type=click.Choice(DIRECTIONS), default="any", show_default=True
)


@click.group(help="What there is, and how it hangs together.")
def command() -> None:
    """Group the questions about the graph."""


@command.command(help="Show the asset tree, or the part of it below an asset.")
@click.argument("below", required=False)
@click.option("--depth", type=click.IntRange(0, 100), default=100, show_default=True)
@json_option
def tree(below: str | None, depth: int, as_json: bool) -> None:
    """Print the assets, each before those below it."""
    rows = _all("/graph/tree", "assets", below=below, depth=depth)
    if as_json:
        print_json({"assets": rows})
        return
    for row in rows:
        click.echo(f"{'  ' * row['depth']}{row['name']}  {row['title']}  ({row['type']})")


@command.command(help="Find nodes: `pump`, or `pump where rated_power > 10 and speed < 1000`.")
@click.argument("question", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), help="Default: asset where a type is named.")
@json_option
def find(question: tuple[str, ...], kind: str | None, as_json: bool) -> None:
    """Print the nodes of a type whose properties pass the filter."""
    type_name, _, where = f" {' '.join(question)} ".partition(" where ")
    type_name = type_name.strip()
    nodes = _all(
        "/graph/nodes",
        "nodes",
        kind=kind or ("asset" if question else None),
        type=type_name or None,
        where=where.strip() or None,
    )
    if as_json:
        print_json({"nodes": nodes})
        return
    print_table(nodes, ("id", "title", "type", "asset"))


@command.command(help="Show one node with its properties.")
@click.argument("node")
@json_option
def show(node: str, as_json: bool) -> None:
    """Print one node."""
    found = ApiClient().get(f"/graph/nodes/{_id(node)}")
    if as_json:
        print_json(found)
        return
    click.echo(f"{found['id']}  {found['title']}  ({found['type']})")
    rows = [{"property": key, "value": value} for key, value in found["properties"].items()]
    print_table(rows, ("property", "value"))


@command.command(help="Show what is one edge away from a node.")
@click.argument("node")
@direction_option
@relation_option
@json_option
def neighbours(node: str, direction: str, relation: tuple[str, ...], as_json: bool) -> None:
    """Print the neighbours with the edges that lead there."""
    path = f"/graph/nodes/{_id(node)}/neighbours"
    found = _all(path, "neighbours", direction=direction, relation=relation or None)
    if as_json:
        print_json({"neighbours": found})
        return
    rows = [{**one["edge"], "title": one["node"]["title"]} for one in found]
    print_table(rows, ("source", "relation", "target", "title"))


@command.command(help="Show the shortest path from one node to another; exit 1 without one.")
@click.argument("start")
@click.argument("end")
@direction_option
@relation_option
@click.option("--depth", type=click.IntRange(1, 20), default=10, show_default=True)
@click.option("--limit", type=click.IntRange(1, 20), default=1, help="How many paths at most.")
@json_option
def path(start: str, end: str, as_json: bool, **query: Any) -> None:  # noqa: ANN401
    """Print the paths."""
    ends = {"from": start, "to": end}
    paths: list[Json] = ApiClient().get("/graph/path", _given({**ends, **query}))["paths"]
    if as_json:
        print_json({"paths": paths})
    for one in [] if as_json else paths:
        print_table(one["edges"], ("source", "relation", "target"))
    if not paths:
        click.get_current_context().exit(1)


def _all(path: str, member: str, **query: Any) -> list[Json]:  # noqa: ANN401 - of a query
    return list(ApiClient().pages(path, member, _given({**query, "limit": PAGE})))


def _given(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None and value != ()}


def _id(node: str) -> str:
    """Return a node as one segment of a path: an alias has slashes, the id of its node has none."""
    if not node.startswith("/"):
        return node
    return f"signal:{'.'.join(node.split('/')[2:])}"
