"""Move messages out of a dead-letter queue: StartMessageMoveTask and its sisters.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from dataclasses import dataclass, field

from moto.sqs.exceptions import SQSException
from moto.sqs.models import Message, Queue, SQSBackend

from twin_local.execution.arns import ArnError, parse
from twin_local.execution.queues.receiving import SOURCE_QUEUE
from twin_local.execution.types import Json

TASKS = "move_tasks"
"""What a queue bears besides moto's attributes: its move tasks, oldest first."""

KEPT_TASKS = 10
MAXIMUM_RATE = 500
INTERRUPTED = "the embedded AWS was restarted"


@dataclass
class MoveTask:
    """One task; `process` is a mark of the process in which it runs."""

    handle: str
    source: str
    destination: str | None
    rate: int | None
    total: int
    process: str
    moved: int = 0
    status: str = "RUNNING"
    failure: str = ""
    started_ms: int = field(default_factory=lambda: int(time.time() * 1000))

    def as_json(self) -> dict[str, Json]:
        """Return the task as ListMessageMoveTasks does; a handle only while it runs."""
        shown: dict[str, Json] = {
            "Status": self.status,
            "SourceArn": self.source,
            "ApproximateNumberOfMessagesMoved": self.moved,
            "ApproximateNumberOfMessagesToMove": self.total,
            "StartedTimestamp": self.started_ms,
        }
        optional = {
            "TaskHandle": self.handle if self.status == "RUNNING" else None,
            "DestinationArn": self.destination,
            "MaxNumberOfMessagesPerSecond": self.rate,
            "FailureReason": self.failure or None,
        }
        return shown | {name: value for name, value in optional.items() if value is not None}


PROCESS = uuid.uuid4().hex


def start(
    backend: SQSBackend, *, source: str, destination: str | None, rate: int | None
) -> MoveTask:
    """Begin to move the messages of a dead-letter queue, in a thread.

    Raises:
        SQSException: the queues or the rate are not possible, or a task already runs.
    """
    queue = _queue(backend, source)
    if not backend.list_dead_letter_source_queues(queue.name):
        raise _invalid("Source queue must be configured as a Dead Letter Queue.")
    if destination is not None:
        _queue(backend, destination)
    if rate is not None and not 1 <= rate <= MAXIMUM_RATE:
        raise _invalid(f"MaxNumberOfMessagesPerSecond must be between 1 and {MAXIMUM_RATE}.")
    if any(task.status == "RUNNING" for task in tasks(backend, source)):
        raise SQSException(
            "AWS.SimpleQueueService.UnsupportedOperation",
            "There is already a task running. Only one active task is allowed for a source queue "
            "arn at a given time.",
        )
    handle = base64.b64encode(
        json.dumps({"taskId": str(uuid.uuid4()), "sourceArn": source}).encode()
    ).decode()
    task = MoveTask(handle, source, destination, rate, len(queue.messages), PROCESS)
    setattr(queue, TASKS, [*getattr(queue, TASKS, []), task][-KEPT_TASKS:])
    threading.Thread(
        target=_run, args=(backend, queue, task), name="sqs-move-task", daemon=True
    ).start()
    return task


def tasks(backend: SQSBackend, source: str) -> list[MoveTask]:
    """Return the tasks of a queue, newest first.

    Raises:
        SQSException: there is no such queue.
    """
    found: list[MoveTask] = list(getattr(_queue(backend, source), TASKS, []))
    for task in found:
        if task.status == "RUNNING" and task.process != PROCESS:
            task.status, task.failure = "FAILED", INTERRUPTED
    return found[::-1]


def cancel(backend: SQSBackend, handle: str) -> int:
    """Stop a task; return how many messages it has moved.

    Raises:
        SQSException: there is no such task, or it does not run.
    """
    try:
        source = str(json.loads(base64.b64decode(handle, validate=True))["sourceArn"])
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid("Value for parameter TaskHandle is invalid.") from error
    for task in tasks(backend, source):
        if task.handle == handle and task.status == "RUNNING":
            task.status = "CANCELLED"
            return task.moved
    raise SQSException("ResourceNotFoundException", "Task does not exist.")


def _run(backend: SQSBackend, queue: Queue, task: MoveTask) -> None:
    while task.status == "RUNNING" and task.moved < task.total:
        message = next(iter(queue.messages), None)
        if message is None:
            break
        try:
            _move(backend, queue, message, task)
        except (SQSException, ArnError) as error:
            task.status, task.failure = "FAILED", str(error)
            return
        task.moved += 1
        if task.rate:
            time.sleep(1 / task.rate)
    if task.status == "RUNNING":
        task.status = "COMPLETED"


def _move(backend: SQSBackend, queue: Queue, message: Message, task: MoveTask) -> None:
    """Send a message again where it came from: new to its queue, with all it carries."""
    where = task.destination or getattr(message, SOURCE_QUEUE, None)
    if where is None:
        raise SQSException("CouldNotDetermineMessageSource", "CouldNotDetermineMessageSource")
    backend.send_message(
        _queue(backend, where).name,
        message.body,
        message_attributes=message.message_attributes,
        deduplication_id=str(uuid.uuid4()) if message.deduplication_id else None,
        group_id=message.group_id,
        system_attributes=message.system_attributes,
        validate_group_id=False,
    )
    with queue._messages_lock:
        queue._messages = [one for one in queue._messages if one is not message]


def _queue(backend: SQSBackend, arn: str) -> Queue:
    try:
        name = parse(arn).resource
    except ArnError as error:
        raise _invalid(f"{arn} is not the ARN of a queue.") from error
    if name not in backend.queues:
        raise SQSException(
            "ResourceNotFoundException",
            "The resource that you specified for the SourceArn parameter doesn't exist.",
        )
    return backend.queues[name]


def _invalid(message: str) -> SQSException:
    return SQSException("InvalidParameterValue", message)
