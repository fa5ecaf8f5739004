"""`twin signals`: what the plant measures, computes and predicts."""

from __future__ import annotations

import json
import time
from typing import Any

import click

from twin.telemetry.aggregates import SECONDS
from twin.telemetry.axis import METHODS, QUALITIES
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.durations import Duration
from twin_local.cli.lines import print_json_lines, print_lines, stopped_quietly
from twin_local.cli.output import age, cell, json_option, moment, print_json, print_table
from twin_local.cli.ranges import range_options
from twin_local.cli.signal_rows import STATISTICS, Range, instants, points, windows


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


@command.command(help="Show the values of one signal, oldest first; as JSON, one line each.")
@click.argument("alias")
@range_options
@click.option("--aggregate", type=click.Choice(tuple(SECONDS)), help="Statistics of windows.")
@click.option("--quality", type=click.Choice(QUALITIES), default="GOOD", show_default=True)
@json_option
def history(alias: str, span: Range, aggregate: str | None, quality: str, as_json: bool) -> None:
    """Print the history of one signal, however long, page by page."""
    client = ApiClient()
    if aggregate:
        rows = windows(client, [alias], span, aggregate)
    else:
        rows = points(client, alias, span, quality)
    if as_json:
        print_json_lines(rows)
    else:
        print_lines(_window_line(row) if aggregate else _point_line(row) for row in rows)


@command.command(help="Show statistics of windows of time of several signals.")
@click.argument("aliases", nargs=-1, required=True)
@range_options
@click.option("--resolution", type=click.Choice(tuple(SECONDS)), default="1h", show_default=True)
@click.option("--count", is_flag=True, help="Only how many values there are: texts, Booleans.")
@json_option
def aggregates(
    aliases: tuple[str, ...], span: Range, resolution: str, count: bool, as_json: bool
) -> None:
    """Print the statistics of all windows; as JSON, one line each."""
    rows = windows(ApiClient(), aliases, span, resolution, numeric=not count)
    if as_json:
        print_json_lines(rows)
    else:
        print_lines(_window_line(row) for row in rows)


@command.command(help="Show several signals at the same instants.")
@click.argument("aliases", nargs=-1, required=True)
@range_options
@click.option("--step", type=Duration(), default="1m", show_default=True)
@click.option("--method", type=click.Choice(METHODS), default="previous", show_default=True)
@json_option
def values(aliases: tuple[str, ...], span: Range, step: int, method: str, as_json: bool) -> None:
    """Print one line per instant; with --json one object, with the qualities."""
    rows = instants(ApiClient(), aliases, span, float(step), method)
    if as_json:
        print_json_lines(rows)
        return
    click.echo("\t".join(("time", *aliases)))
    print_lines(
        "\t".join((moment(row["time"]), *(cell(row["values"][alias]) for alias in aliases)))
        for row in rows
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
    with stopped_quietly():
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


def _point_line(row: Json) -> str:
    return f"{moment(row['time'])}\t{cell(row['value'])}\t{row['quality']}"


def _window_line(row: Json) -> str:
    found = [f"{name} {cell(row[name])}" for name in STATISTICS if name in row]
    return "\t".join((moment(row["start"]), row["alias"], *found))


def _line(value: Json) -> str:
    return (
        f"{moment(value['time'])} {value['alias']} {value['value']} {value['unit']}"
        f" {value['quality']}"
    )
