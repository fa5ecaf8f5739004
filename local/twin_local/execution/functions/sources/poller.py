"""The poller of all event source mappings: one thread looks, others run the batches."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from moto.awslambda.models import EventSourceMapping, lambda_backends

from twin_local.execution.functions.asynchronous import Deliver
from twin_local.execution.functions.executor import FunctionExecutor
from twin_local.execution.functions.sources.batches import MappedFunction, Source
from twin_local.execution.functions.sources.queues import QueueSource
from twin_local.execution.functions.sources.retries import BatchRunner
from twin_local.execution.functions.sources.rules import Require, is_ours
from twin_local.execution.functions.sources.streams import StreamSource

LOG = logging.getLogger(__name__)
INTERVAL_S = 0.1
PAUSE_S = 30.0
"""How long a source rests that could not be polled."""

THREADS = 16


class EventSources:
    """Polls what the mappings of an account name."""

    def __init__(
        self, *, account: str, executor: FunctionExecutor, deliver: Deliver, require: Require
    ) -> None:
        self._account = account
        self._executor = executor
        self.require = require
        self._stop = threading.Event()
        self.runner = BatchRunner(deliver=deliver, stop=self._stop)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="event-source")
        self._sources: dict[str, Source] = {}
        self._paused: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to poll."""
        self._thread = threading.Thread(target=self._watch, name="event-sources", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop polling; batches that run are not waited for."""
        self._stop.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _watch(self) -> None:
        while not self._stop.wait(INTERVAL_S):
            self.poll(time.monotonic())

    def poll(self, now: float) -> None:
        """Look at every enabled mapping once."""
        enabled = {mapping.uuid: mapping for mapping in self._mappings()}
        for gone in set(self._sources) - set(enabled):
            del self._sources[gone]
        for uuid, mapping in enabled.items():
            if self._paused.get(uuid, 0.0) > now:
                continue
            source = self._sources.get(uuid) or self._sources.setdefault(uuid, self._open(mapping))
            try:
                source.poll(now)
            except Exception:  # one source must not end the polling of all others
                LOG.exception("%s cannot be polled", mapping.event_source_arn)
                self._paused[uuid] = now + PAUSE_S

    def _mappings(self) -> Iterator[EventSourceMapping]:
        for backend in list(lambda_backends[self._account].values()):
            for mapping in list(backend._event_source_mappings.values()):
                if mapping.enabled and is_ours(mapping):
                    yield mapping

    def _open(self, mapping: EventSourceMapping) -> Source:
        function = MappedFunction(mapping, self._executor)
        if mapping.event_source_arn.split(":")[2] == "sqs":
            return QueueSource(function, self._submit)
        return StreamSource(function, self._submit, self.runner, self.require)

    def _submit(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception:  # a defect of ours: a thread's exception would be seen nowhere
                LOG.exception("a batch of an event source was lost")
                raise

        self._threads.submit(run)
