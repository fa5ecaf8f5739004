"""What queues and streams have alike: the function of a mapping, its state and its settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from moto.awslambda.models import EventSourceMapping

from twin_local.execution.arns import parse
from twin_local.execution.functions.executor import Answer, FunctionExecutor
from twin_local.execution.functions.lookup import Invoked, invoked
from twin_local.execution.functions.sources.outcome import REPORTS

MAXIMUM_BATCH_BYTES = 6 * 1024 * 1024 - 4096
"""A batch ends before its event is larger than a payload may be."""

LAST_RESULT = "last_result"
"""The attribute of a mapping that says how its last batch went: it is kept with moto's state."""

Run = Callable[[Callable[[], None]], None]
"""Run something in a thread."""


class Source(Protocol):
    """Reads the source of one mapping."""

    def poll(self, now: float) -> None:
        """Look for records and start what is to be run; it must be quick."""


class MappedFunction:
    """The function of a mapping."""

    def __init__(self, mapping: EventSourceMapping, executor: FunctionExecutor) -> None:
        self.mapping = mapping
        self._executor = executor

    @property
    def named(self) -> Invoked:
        """Return what runs for the next batch."""
        return invoked(parse(self.mapping.function_arn))

    @property
    def reports_items(self) -> bool:
        """Say whether its answers name the items that failed."""
        return REPORTS in (self.mapping.function_response_types or [])

    @property
    def window_s(self) -> float:
        """Return how long a batch may wait for more records."""
        return float(self.mapping.max_batch_window or 0)

    def run(self, records: list[dict[str, Any]]) -> Answer:
        """Invoke the function with a batch.

        Raises:
            Throttled: it runs as often as it may.
        """
        named = self.named
        answer = self._executor.run(named.function, {"Records": records}, invoked_arn=named.arn)
        self.tell("PROBLEM: Function call failed" if answer.error else "OK")
        return answer

    def tell(self, result: str) -> None:
        """Say how the last batch went; `GetEventSourceMapping` shows it."""
        setattr(self.mapping, LAST_RESULT, result)


def within_size(records: list[dict[str, Any]]) -> int:
    """Return how many of the first records fit into one event, at least one."""
    total = 0
    for count, record in enumerate(records):
        total += len(json.dumps(record).encode()) + 1
        if total > MAXIMUM_BATCH_BYTES:
            return max(count, 1)
    return len(records)
