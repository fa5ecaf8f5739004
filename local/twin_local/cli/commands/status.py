"""`twin status`: what runs, where it is, and who may sign in."""

from __future__ import annotations

from dataclasses import asdict

import click

from twin_local.cli.health import Health, look, page_of
from twin_local.cli.output import json_option, print_json, print_table
from twin_local.cli.profile import require_local
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.ownership import owner
from twin_local.supervisor.status import Status, read_status

SHOWN = ("console_url", "api_url", "endpoint_url", "mqtt_url", "region", "site")


@click.command(help="Show what runs, its addresses and its users; exits 1 when nothing runs.")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Print the status of the local twin."""
    require_local()
    state = default_state(repository_root())
    status = read_status(state)
    if status is None or not status.running:
        starting = owner(state) is not None
        if as_json:
            print_json({"running": False, "starting": starting})
        elif starting:
            click.echo("a twin starts here and is not deployed yet")
        else:
            click.echo("no twin runs here; start one with `make up`")
        context.exit(1)
    health = look(status.endpoint_url, state)
    if as_json:
        print_json(_plain(status, health))
    else:
        _print(status, health)


def _plain(status: Status, health: Health) -> dict[str, object]:
    hidden = ("supervisor", "started")
    shown = {name: value for name, value in asdict(status).items() if name not in hidden}
    page = {"embedded_aws_url": page_of(status.endpoint_url)}
    return {"running": True, **shown, **page, "health": health.plain()}


def _print(status: Status, health: Health) -> None:
    shown = {name: getattr(status, name) for name in SHOWN}
    shown["embedded_aws_url"] = page_of(status.endpoint_url)
    shown["state"] = "ready" if status.ready else "starting"
    shown["health"] = health.line()
    for name, value in shown.items():
        click.echo(f"{name:16} {value}")
    users = [asdict(user) | {"groups": ", ".join(user.groups)} for user in status.users]
    print_table(users, ("name", "password", "groups"))
