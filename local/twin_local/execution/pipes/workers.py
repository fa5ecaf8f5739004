"""Runs every pipe that shall run, in a thread of its own, and keeps its state."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from moto.pipes.models import Pipe, pipes_backends

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.arns import parse
from twin_local.execution.pipes.batch import PipeFailed
from twin_local.execution.pipes.delivering import REFUSALS, Way
from twin_local.execution.pipes.queue_source import QueueSource
from twin_local.execution.pipes.stream_source import Require, StreamSource
from twin_local.execution.targets import Targets
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
Trust = Callable[[str, ServiceCaller], None]
"""Require that a service may assume a role; raises AccessDenied."""

LOOK_S = 0.1
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0


@dataclass(frozen=True)
class Pipes:
    """The pipes of one account."""

    account: str
    targets: Targets
    require: Require
    trust: Trust
    _stop: threading.Event
    _workers: dict[int, Worker]

    def start(self) -> None:
        """Begin to look after pipes."""
        threading.Thread(target=self._run, name="pipes", daemon=True).start()

    def close(self) -> None:
        """Stop all workers; what they hold stays in its source."""
        self._stop.set()
        for worker in list(self._workers.values()):
            worker.stop.set()

    def look(self) -> None:
        """Start and stop workers, as the pipes' desired states say."""
        pipes = {
            id(pipe): pipe
            for backend in list(pipes_backends[self.account].values())
            for pipe in list(backend.pipes.values())
        }
        for key in set(self._workers) - set(pipes):
            self._workers.pop(key).stop.set()
        for key, pipe in pipes.items():
            wanted = pipe.desired_state == "RUNNING"
            if wanted and key not in self._workers:
                self._workers[key] = self._begin(pipe)
            elif not wanted and key in self._workers:
                self._workers.pop(key).stop.set()
            if not wanted and pipe.status != "STOPPED":
                pipe.status = "STOPPED"

    def _begin(self, pipe: Pipe) -> Worker:
        worker = Worker(pipe, self.targets, self.require, self.trust)
        worker.start()
        pipe.status = "RUNNING"
        return worker

    def _run(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.look()
            except Exception:  # a defect of one pipe must not end all
                LOG.exception("pipes were not looked after")


class Worker:
    """Runs one pipe until stopped; a pipe that fails is tried again after a growing pause."""

    def __init__(self, pipe: Pipe, targets: Targets, require: Require, trust: Trust) -> None:
        self.stop = threading.Event()
        self._trust = trust
        self._pipe = pipe
        self._way = Way(pipe, targets)
        self._targets = targets
        self._source: QueueSource | StreamSource = (
            QueueSource(pipe)
            if ":sqs:" in pipe.source
            else StreamSource(pipe, require=require, give_up=self._give_up)
        )

    def start(self) -> None:
        """Run in a thread."""
        threading.Thread(target=self._run, name=f"pipe-{self._pipe.name}", daemon=True).start()

    def _run(self) -> None:
        pause_s = 0.0
        while not self.stop.wait(pause_s):
            try:
                self._require_trust()
                pause_s = 0.0 if self._source.step(self._way.send) else LOOK_S
            except PipeFailed as error:
                LOG.error("pipe %s: %s", self._pipe.name, error)
                pause_s = min(max(pause_s * 2, FIRST_PAUSE_S), LONGEST_PAUSE_S)
            except Exception:  # a defect of ours: a thread's exception would be seen nowhere
                LOG.exception("pipe %s: a batch was not sent", self._pipe.name)
                pause_s = LONGEST_PAUSE_S

    def _require_trust(self) -> None:
        """Require that pipes may assume the role, which may be mended at any time.

        Raises:
            PipeFailed: they may not.
        """
        pipe = self._pipe
        caller = ServiceCaller("pipes.amazonaws.com", pipe.arn, parse(pipe.arn).account)
        try:
            self._trust(pipe.role_arn, caller)
        except AccessDenied as error:
            raise PipeFailed(str(error)) from error

    def _give_up(self, arn: str, letter: Json) -> None:
        try:
            self._targets.deliver(arn, letter, {"RoleArn": self._pipe.role_arn})
        except REFUSALS as error:
            LOG.error("pipe %s: nor does %s take it: %s", self._pipe.name, arn, error)
