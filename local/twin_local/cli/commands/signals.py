"""`twin signals`: what the plant measures, computes and predicts."""

from __future__ import annotations

import json
import time
from typing import Any

import click

from twin_local.cli.client import ApiClient, Json, Query
from twin_local.cli.output import age, json_option, moment, print_json, print_table

SECONDS_PER_HOUR = 3600.0


@click.group(help="What the plant measures, computes and predicts.")
def command() -> None:
    """Group the commands on signals."""


@command.command(name="list", help="List the signals of the site.")
@json_option
def list_signals(as_json: bool) -> None:
    """Print every signal with its kind, unit and range."""
    signals = ApiClient().get("/site")["signals"]
    if as_json:
        print_json({"signals": signals})
        return
    print_table(signals, ("alias", "title", "kind", "unit", "range_low", "range_high"))


@command.command(help="Show the latest values, of all signals or of those named.")
@click.argument("aliases", nargs=-1)
@json_option
def latest(aliases: tuple[str, ...], as_json: bool) -> None:
    """Print the latest values with quality and age."""
    values = _latest(ApiClient(), aliases)
    if as_json:
        print_json({"values": values})
        return
    _print_values(values)


@command.command(help="Show the values of one signal, oldest first.")
@click.argument("alias")
@click.option("--hours", type=float, default=1.0, show_default=True, help="How far back.")
@click.option("--start", type=float, help="UTC seconds since 1970; instead of --hours.")
@click.option("--end", type=float, help="UTC seconds since 1970. Default: now.")
@json_option
def history(
    alias: str, hours: float, start: float | None, end: float | None, as_json: bool
) -> None:
    """Print the history of one signal, all pages."""
    until = time.time() if end is None else end
    since = until - hours * SECONDS_PER_HOUR if start is None else start
    query: Query = {"alias": alias, "start": since, "end": until}
    points = list(ApiClient().pages("/signals/history", "points", query))
    if as_json:
        print_json({"alias": alias, "points": points})
        return
    print_table(
        [{**point, "time": moment(point["time"])} for point in points], ("time", "value", "quality")
    )


@command.command(help="Print new values as they come, until interrupted.")
@click.argument("aliases", nargs=-1)
@click.option("--seconds", type=float, help="Stop after this time.")
@click.option("--interval", type=float, default=1.0, show_default=True, help="Seconds.")
@json_option
def watch(aliases: tuple[str, ...], seconds: float | None, interval: float, as_json: bool) -> None:
    """Print one line per new value; with --json one object per line."""
    client, seen = ApiClient(), dict[str, Any]()
    deadline = None if seconds is None else time.monotonic() + seconds
    while deadline is None or time.monotonic() < deadline:
        for value in _latest(client, aliases):
            if value["time"] is not None and seen.get(value["alias"]) != value["time"]:
                seen[value["alias"]] = value["time"]
                click.echo(json.dumps(value) if as_json else _line(value))
        time.sleep(interval)


def _latest(client: ApiClient, aliases: tuple[str, ...]) -> list[Json]:
    answer = client.get("/signals/latest", {"alias": aliases} if aliases else None)
    values: list[Json] = answer["values"]
    return values


def _print_values(values: list[Json]) -> None:
    rows = [{**value, "age": age(value["age_seconds"])} for value in values]
    print_table(rows, ("alias", "value", "unit", "quality", "age", "stale"))


def _line(value: Json) -> str:
    return (
        f"{moment(value['time'])} {value['alias']} {value['value']} {value['unit']}"
        f" {value['quality']}"
    )
