"""`twin clock`: show the clock of the local twin's embedded AWS, and advance it."""

from __future__ import annotations

import click

from twin_local.cli.clock_control import ask
from twin_local.cli.durations import Duration
from twin_local.cli.output import json_option, print_json

FIRINGS = 24
"""A machine simulates in an instant what a plant has a day for: more would keep it busy long."""


@click.group(help="Show or advance the clock of the local twin.", invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Print the clock where no other command is given."""
    if context.invoked_subcommand is not None:
        return
    clock = ask("clock")
    if as_json:
        print_json(clock)
        return
    click.echo(f"{clock['now']}  ({clock['ahead_s']:.0f} s ahead of {clock['machine']})")


@command.command(help="Go forwards by a duration, such as 1d, 90m or 30s; there is no way back.")
@click.argument("duration", type=Duration())
@click.option(
    "--firings",
    type=click.IntRange(0, 1000),
    default=FIRINGS,
    show_default=True,
    help="How often one schedule fires at most; what is left out is told.",
)
@json_option
def advance(duration: int, firings: int, as_json: bool) -> None:
    """Advance the clock and print what became due, and what was left out."""
    done = ask("clock-advance", seconds=duration, firings=firings)
    if as_json:
        print_json(done)
        return
    click.echo(f"{done['before']} -> {done['now']}")
    for follower, items in done["did"].items():
        for name, what in items.items():
            click.echo(f"{follower}: {name}: {_words(what)}")


def _words(what: object) -> str:
    if not isinstance(what, dict):
        return str(what)
    left_out = f", left out from {what['left_out_from']} on" if "left_out_from" in what else ""
    return f"fired {what['fired']} times{left_out}"
