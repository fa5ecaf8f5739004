"""POST /commands, GET /commands and GET /commands/{request_id}."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from iot_command.ordering import Ordering
from iot_runtime.command_events import close_overdue
from iot_runtime.command_table import CommandTable
from twin.commands.errors import UnknownRequest
from twin.commands.request import CommandOrder
from twin_runtime import clients
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site


def request_command(request: Request) -> Answer:
    """Check and send a set-point; answer 202 with the request, to be followed by its id."""
    order = CommandOrder.from_body(request.json())
    ordering = Ordering(site(), _table(), setting("THING_NAME"), request.authenticated)
    return Answer(202, asdict(ordering.take(order)))


def list_commands(request: Request) -> Body:
    """Answer one page of requests, newest first."""
    limit = request.integer("limit")
    table, now = _table(), time.time()
    page = table.page(limit=limit, token=request.one("next_token"))
    rows = [asdict(close_overdue(table, item, now=now)) for item in page.requests]
    return {"commands": rows, "next_token": page.next_token}


def get_command(request: Request) -> Body:
    """Answer one request with its whole audit trail."""
    table, request_id = _table(), request.path["request_id"]
    found = table.find(request_id)
    if found is None:
        raise UnknownRequest(
            "no request has this id", found=request_id, expected="the id that POST answered"
        )
    return asdict(close_overdue(table, found, now=time.time()))


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on commands."""
    return serve(
        event,
        {
            "requestCommand": request_command,
            "listCommands": list_commands,
            "getCommand": get_command,
        },
    )


def _table() -> CommandTable:
    return CommandTable(clients.dynamodb(), setting("COMMAND_TABLE"))
