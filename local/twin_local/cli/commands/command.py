"""`twin command`: send set-points and follow them to their end."""

from __future__ import annotations

import sys
import time
import uuid
from itertools import islice

import click

from twin.commands.request import OPEN_STATES
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, moment, print_json, print_table

POLL_SECONDS = 0.3
WAIT_BEYOND_EXPIRY_SECONDS = 20.0


@click.group(help="Send set-points and follow them to their end.")
def command() -> None:
    """Group the commands on commands."""


@command.command(help="Send a set-point, such as `P-101.set_speed 1300`.")
@click.argument("command_id")
@click.argument("value", type=float)
@click.option("--wait", is_flag=True, help="Wait for the answer; exit 1 unless it is applied.")
@click.option("--key", default=None, help="Idempotency key: repeating it repeats nothing.")
@json_option
def send(command_id: str, value: float, wait: bool, key: str | None, as_json: bool) -> None:
    """Send one command."""
    client = ApiClient()
    order = {
        "command_id": command_id,
        "value": value,
        "idempotency_key": key or str(uuid.uuid4()),
    }
    request = client.post("/commands", order)
    if wait:
        request = _await_answer(client, request)
    if as_json:
        print_json(request)
    else:
        click.echo(_line(request))
    if wait and request["state"] != "APPLIED":
        sys.exit(1)


@command.command(name="list", help="List requests, newest first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def list_requests(limit: int, as_json: bool) -> None:
    """Print the newest requests."""
    pages = ApiClient().pages("/commands", "commands", {"limit": min(limit, 200)})
    requests = list(islice(pages, limit))
    if as_json:
        print_json({"commands": requests})
        return
    rows = [{**item, "requested": moment(item["requested_at"])} for item in requests]
    print_table(rows, ("requested", "command_id", "value", "unit", "state", "code", "requested_by"))


@command.command(help="Show one request with every step of it.")
@click.argument("request_id")
@json_option
def show(request_id: str, as_json: bool) -> None:
    """Print the audit trail of one request."""
    request = ApiClient().get(f"/commands/{request_id}")
    if as_json:
        print_json(request)
        return
    click.echo(_line(request))
    rows = [{**step, "time": moment(step["time"])} for step in request["steps"]]
    print_table(rows, ("time", "state", "by", "code", "message"))


def _await_answer(client: ApiClient, request: Json) -> Json:
    while request["state"] in OPEN_STATES:
        if time.time() > request["expires_at"] + WAIT_BEYOND_EXPIRY_SECONDS:
            break
        time.sleep(POLL_SECONDS)
        request = client.get(f"/commands/{request['request_id']}")
    return request


def _line(request: Json) -> str:
    reason = f" ({request['code']}: {request['message']})" if request["code"] else ""
    return (
        f"{request['command_id']} = {request['value']:g} {request['unit']}:"
        f" {request['state']}{reason}"
    )
