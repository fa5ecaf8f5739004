"""`twin what-if`: what a model says if some inputs were others; the plant is not touched."""

from __future__ import annotations

import uuid

import click

from twin_local.cli import runs
from twin_local.cli.output import json_option


def _inputs(
    _context: click.Context, _parameter: click.Parameter, settings: tuple[str, ...]
) -> dict[str, float]:
    inputs = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        try:
            inputs[name] = float(text)
        except ValueError as error:
            raise click.BadParameter(f"{setting!r} is not VARIABLE=NUMBER") from error
        if not equals or not name:
            raise click.BadParameter(f"{setting!r} is not VARIABLE=NUMBER")
    return inputs


@click.command(help="Ask a model what would be, such as `P-101.pump --set speed=1200`.")
@click.argument("model_id")
@click.option(
    "--set",
    "inputs",
    multiple=True,
    required=True,
    callback=_inputs,
    metavar="VARIABLE=NUMBER",
    help="Replace a measured input; may be given several times.",
)
@json_option
def command(model_id: str, inputs: dict[str, float], as_json: bool) -> None:
    """Run a what-if and wait for its answer."""
    body = {
        "model_id": model_id,
        "kind": "what_if",
        "inputs": inputs,
        "idempotency_key": str(uuid.uuid4()),
    }
    runs.start(body, wait=True, as_json=as_json)
