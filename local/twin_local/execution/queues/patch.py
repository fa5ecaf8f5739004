"""Make moto's SQS keep, redrive and move messages as the service does, by the clock."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.sqs import models
from moto.sqs.responses import SQSResponse

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import extend, replace
from twin_local.execution.queues import deduplication, limits, moving, receiving, redrive

MAXIMUM_LISTED = 10


def install(clock: VirtualClock) -> None:
    """Replace what only pretends, and add the operations that move messages."""
    replace(models, "unix_time", clock.now)
    replace(models, "unix_time_millis", lambda: clock.now() * 1000)
    receiving.install(clock)
    deduplication.install(clock)
    redrive.install()
    limits.install()
    extend(SQSResponse, "start_message_move_task", _start)
    extend(SQSResponse, "list_message_move_tasks", _list)
    extend(SQSResponse, "cancel_message_move_task", _cancel)


def _start(response: SQSResponse) -> ActionResult:
    task = moving.start(
        response.sqs_backend,
        source=response._get_param("SourceArn"),
        destination=response._get_param("DestinationArn"),
        rate=response._get_param("MaxNumberOfMessagesPerSecond"),
    )
    return ActionResult({"TaskHandle": task.handle})


def _list(response: SQSResponse) -> ActionResult:
    count = min(int(response._get_param("MaxResults") or 1), MAXIMUM_LISTED)
    found = moving.tasks(response.sqs_backend, response._get_param("SourceArn"))
    return ActionResult({"Results": [task.as_json() for task in found[:count]]})


def _cancel(response: SQSResponse) -> ActionResult:
    moved = moving.cancel(response.sqs_backend, response._get_param("TaskHandle"))
    return ActionResult({"ApproximateNumberOfMessagesMoved": moved})
