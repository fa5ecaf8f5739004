"""Takes snapshots while the embedded AWS runs: soon after a change, seldom enough.

What was acknowledged must survive a kill: `commit` returns when a change is on the disk, either as
an after-image in the journal or in a snapshot. Changes that nobody waits for (of executors, and of
a deployment, which keeps a checkpoint) are captured soon after.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pickle import PickleError
from typing import Any

from moto.core.base_backend import BackendDict

from twin_local.server.persistence.blobs import BlobStore
from twin_local.server.persistence.errors import StateNotKeptError
from twin_local.server.persistence.journal import Journal
from twin_local.server.persistence.snapshots import (
    SnapshotFolder,
    backend_service,
    backends,
    capture,
)

LOG = logging.getLogger(__name__)

DIRTY_SECONDS = 1.0
"""How long after a changing request its service is captured, at the earliest."""

BACKGROUND_SECONDS = 5.0
"""How often services that change without a request are looked at."""

SHARE = 0.03
"""The greatest share of the time that capturing one service may take."""

BACKGROUND = frozenset(
    {
        "batch",
        "cloudwatch",
        "dynamodb",
        "events",
        "iotdata",
        "logs",
        "pipes",
        "s3",
        "sagemaker",
        "scheduler",
        "sns",
        "sqs",
        "stepfunctions",
    }
)
"""Services that executors change without a request from outside."""

ATTEMPTS = 5
PATIENCE = 40
"""Attempts at a capture that somebody waits for."""

STATE_OF = {"iotdata": ("iotdata", "iot"), "resourcegroupstaggingapi": ()}
"""Where a service's requests change state, if not in its own; nothing named means anywhere."""


@dataclass
class _Record:
    """When one kind of backend may be captured next, and what was captured last."""

    due: float = 0.0
    digest: str = ""
    failing: bool = False


@dataclass
class StateKeeper:
    """Captures what changed; `flush` captures all now, `close` flushes and ends.

    `journaled` are the backends of which the journal has entries. `checkpointed` says whether a
    deployment keeps a checkpoint: the journal then stays whole, since it may be applied to that.
    `until_deployed` are backends that keep their state themselves, with entries for that case only.
    """

    folder: SnapshotFolder
    blobs: BlobStore
    journal: Journal
    journaled: frozenset[str]
    checkpointed: Callable[[], bool]
    until_deployed: frozenset[str] = frozenset()
    _dirty: set[str] = field(default_factory=set)
    _records: dict[str, _Record] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turn: defaultdict[str, threading.Lock] = field(
        default_factory=lambda: defaultdict(threading.Lock)
    )
    _asked: int = 0
    _done: dict[str, int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take snapshots in a thread."""
        self._thread = threading.Thread(target=self._run, name="state", daemon=True)
        self._thread.start()

    def touch(self, service: str) -> None:
        """Note that a request may have changed a service."""
        self._dirty.add(service)

    def commit(self, service: str) -> None:
        """Capture what a request to a service changed; return when it is on the disk.

        Requests that wait together share one capture: the first takes it for all.

        Raises:
            StateNotKeptError: it cannot be captured.
            OSError: it cannot be written.
        """
        with self._turn["tickets"]:
            self._asked += 1
            ticket = self._asked
        with self._turn[service]:
            if self._done.get(service, 0) >= ticket:
                return
            began = self._asked
            self._capture(_keys_of(service), attempts=PATIENCE, strictly=True)
            self._done[service] = began

    def flush(self) -> None:
        """Capture every service now; return when it is on the disk."""
        position = self.journal.position
        self._capture(tuple(backends()))
        if not self.checkpointed():
            self.journal.forget(dict.fromkeys(self.until_deployed, position))

    def close(self) -> None:
        """Stop, and capture every service a last time."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._stop.wait(DIRTY_SECONDS / 2):
            now = time.monotonic()
            due = tuple(key for key in backends() if self._is_due(key, now))
            if due:
                self._capture(due)

    def _is_due(self, key: str, now: float) -> bool:
        service = key.split(".")[1]
        record = self._records.setdefault(key, _Record(due=now + DIRTY_SECONDS))
        if record.due > now:
            return False
        if service in self._dirty:
            return True
        return service in BACKGROUND and record.due + BACKGROUND_SECONDS <= now

    def _capture(
        self, keys: tuple[str, ...], *, attempts: int = ATTEMPTS, strictly: bool = False
    ) -> None:
        with self._lock:
            position = self.journal.position
            captured: dict[str, bytes] = {}
            whole: dict[str, int] = {}
            for key in keys:
                try:
                    body = self._body(key, attempts)
                except StateNotKeptError as error:
                    self._give_up(key, error)
                    if strictly:
                        raise
                    continue
                if key in self.journaled:
                    whole[key] = position
                if body is not None:
                    captured[key] = body
            if captured or self.folder.is_behind(whole):
                self._write(captured, whole)

    def _write(self, captured: dict[str, bytes], positions: dict[str, int]) -> None:
        self.blobs.sync()
        self.folder.write(captured, positions)
        for key, body in captured.items():
            self._records[key].digest = hashlib.sha256(body).hexdigest()
        if not self.checkpointed():
            self.journal.forget(positions)

    def _body(self, key: str, attempts: int) -> bytes | None:
        """Return the state of a kind of backend, None if it is as it was.

        Raises:
            StateNotKeptError: it changes all the time, or something in it cannot be pickled.
        """
        instances = backends().get(key)
        if instances is None:
            return None
        record = self._records.setdefault(key, _Record())
        self._dirty.discard(backend_service(instances))
        started = time.monotonic()
        body = _captured(key, instances, attempts)
        took = time.monotonic() - started
        record.due = time.monotonic() + max(DIRTY_SECONDS, took / SHARE)
        record.failing = False
        return None if hashlib.sha256(body).hexdigest() == record.digest else body

    def _give_up(self, key: str, error: StateNotKeptError) -> None:
        record = self._records.setdefault(key, _Record())
        if not record.failing:
            LOG.error("%s", error)
        record.failing = True
        record.due = time.monotonic() + BACKGROUND_SECONDS


def _captured(key: str, instances: BackendDict[Any], attempts: int) -> bytes:
    reason: Exception | None = None
    for attempt in range(attempts):
        try:
            return capture(instances)
        except RuntimeError as error:  # a collection changed while it was read
            reason = error
            time.sleep(min(0.002 * attempt, 0.02))
        except (TypeError, AttributeError, ValueError, PickleError) as error:
            reason = error
            break
    raise StateNotKeptError(f"the state of {key} cannot be kept", found=str(reason))


def _keys_of(service: str) -> tuple[str, ...]:
    """Return the backends whose state a service's requests change."""
    services = STATE_OF.get(service, (service,))
    return tuple(key for key in backends() if not services or key.split(".")[1] in services)
