"""Called by the IoT rule for every change of the shadow `commands`.

https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-mqtt.html#update-documents-pub-sub-topic
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from iot_runtime.command_events import tell
from iot_runtime.command_table import CommandTable, Settlement
from twin.commands.errors import CommandConflict
from twin.commands.feedback import answer_step, changed_reports, takes_answer
from twin.commands.request import CommandRequest
from twin.commands.set_points import SetPoints, with_report
from twin.commands.shadow import Reported
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

MAXIMUM_ATTEMPTS = 5


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Add what the edge reported to the requests it answers."""
    table = CommandTable(clients.dynamodb(), setting("COMMAND_TABLE"))
    for reported in changed_reports(event.get("previous") or {}, event["current"]):
        close_request(table, reported, by=setting("THING_NAME"))


def close_request(table: CommandTable, reported: Reported, *, by: str) -> None:
    """Close one request; a repeated report completes what is missing and tells the state again."""
    step = answer_step(reported, by=by)
    for _ in range(MAXIMUM_ATTEMPTS):
        request = table.find(reported.request_id)
        if request is None:
            logger().error("an answer to no request", extra={"request_id": reported.request_id})
            return
        settlement = _settlement(request, reported)
        if not takes_answer(request):
            if request.steps[-1] == step:
                table.release(request, settlement)
                tell(request)
            return
        closed = table.add_step(request, step, settlement)
        if closed is not None:
            tell(closed)
            return
    raise CommandConflict(f"request {reported.request_id} is being changed by others; try again")


def _settlement(request: CommandRequest, reported: Reported) -> Settlement:
    now = time.time()

    def settled(points: SetPoints) -> SetPoints:
        return with_report(points, request, reported, now=now)

    return settled
