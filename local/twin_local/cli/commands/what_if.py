"""`twin what-if`: what a model says if some inputs were others; the plant is not touched."""

from __future__ import annotations

import uuid

import click

from twin_local.cli import runs, what_ifs
from twin_local.cli.client import Json
from twin_local.cli.output import json_option

Setting = tuple[str, list[float]]


def _settings(
    _context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]
) -> list[Setting]:
    return [_setting(text) for text in texts]


def _setting(text: str) -> Setting:
    """Return the name and the numbers of `NAME=NUMBER[,NUMBER…]`."""
    name, equals, numbers = text.partition("=")
    try:
        values = [float(number) for number in numbers.split(",")]
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not NAME=NUMBER[,NUMBER…]") from error
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not NAME=NUMBER[,NUMBER…]")
    return name, values


@click.command(help="Ask a model what would be, such as `P-101.pump --set speed=1200`.")
@click.argument("model_id")
@click.option(
    "--set",
    "inputs",
    multiple=True,
    callback=_settings,
    metavar="VARIABLE=NUMBER",
    help="Replace a measured input; may be given several times.",
)
@click.option(
    "--rank",
    is_flag=True,
    help="Compare instead: each number of each --set is a candidate, `--set speed=1200,1300`.",
)
@click.option(
    "--command",
    "set_points",
    multiple=True,
    callback=_settings,
    metavar="COMMAND=NUMBER[,NUMBER…]",
    help="Compare set-points of a command as if they were sent, such as `set_speed=1200,1300`.",
)
@click.option("--minimise", metavar="OUTPUT", help="The best candidate has the least of it.")
@click.option("--maximise", metavar="OUTPUT", help="The best candidate has the most of it.")
@json_option
def command(
    model_id: str,
    inputs: list[Setting],
    rank: bool,
    set_points: list[Setting],
    minimise: str | None,
    maximise: str | None,
    as_json: bool,
) -> None:
    """Run a what-if and wait for its answer."""
    if minimise and maximise:
        raise click.UsageError("there is one objective: --minimise or --maximise")
    if bool(inputs) == bool(set_points):
        raise click.UsageError("give --set or --command, and not both")
    body: Json = {"model_id": model_id, "idempotency_key": str(uuid.uuid4())}
    if not rank and not set_points:
        if minimise or maximise:
            raise click.UsageError("an objective ranks candidates: add --rank")
        body |= {"kind": "what_if", "inputs": _one_of_each(inputs)}
        runs.start(body, wait=True, as_json=as_json)
        return
    body |= _of_command(model_id, set_points) if set_points else {"candidates": _each(inputs)}
    if minimise or maximise:
        direction = "minimise" if minimise else "maximise"
        body["objective"] = {"variable": minimise or maximise, "direction": direction}
    what_ifs.compare(body, as_json=as_json)


def _one_of_each(inputs: list[Setting]) -> dict[str, float]:
    for name, values in inputs:
        if len(values) > 1:
            raise click.UsageError(f"{name} has several numbers: add --rank to compare them")
    return {name: values[0] for name, values in inputs}


def _each(inputs: list[Setting]) -> list[Json]:
    return [
        {"name": f"{name} = {value:g}", "inputs": {name: value}}
        for name, values in inputs
        for value in values
    ]


def _of_command(model_id: str, set_points: list[Setting]) -> Json:
    """Return the set-points of one command; its name alone is that of the model's asset."""
    if len(set_points) > 1:
        raise click.UsageError("set-points of one command are compared: give --command once")
    ((name, values),) = set_points
    command_id = name if "." in name else f"{model_id.rpartition('.')[0]}.{name}"
    return {"command": {"command_id": command_id, "values": values}}
