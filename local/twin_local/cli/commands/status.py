"""`twin status`: what runs, where it is, and who may sign in."""

from __future__ import annotations

from dataclasses import asdict

import click

from twin_local.cli.output import json_option, print_json, print_table
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.status import Status, read_status

SHOWN = ("console_url", "api_url", "endpoint_url", "region", "site")


@click.command(help="Show what runs, its addresses and its users; exits 1 when nothing runs.")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Print the status of the local twin."""
    status = read_status(default_state(repository_root()))
    running = status is not None and status.running
    if as_json:
        print_json(_plain(status if running else None))
    elif status is None or not running:
        click.echo("no twin runs here; start one with `make up`")
    else:
        _print(status)
    context.exit(0 if running else 1)


def _plain(status: Status | None) -> dict[str, object]:
    if status is None:
        return {"running": False}
    hidden = ("supervisor", "started")
    shown = {name: value for name, value in asdict(status).items() if name not in hidden}
    return {"running": True, **shown}


def _print(status: Status) -> None:
    for name in SHOWN:
        click.echo(f"{name:13} {getattr(status, name)}")
    click.echo(f"{'state':13} {'ready' if status.ready else 'starting'}")
    users = [asdict(user) | {"groups": ", ".join(user.groups)} for user in status.users]
    print_table(users, ("name", "password", "groups"))
