"""Takes snapshots while the embedded AWS runs: soon after a change, seldom enough."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass, field
from pickle import PickleError

from twin_local.server.persistence.blobs import BlobStore
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
        "s3",
        "scheduler",
        "sqs",
        "stepfunctions",
    }
)
"""Services that executors change without a request from outside."""

ATTEMPTS = 5


@dataclass
class _Record:
    """When one kind of backend may be captured next, and what was captured last."""

    due: float = 0.0
    digest: str = ""
    failing: bool = False


@dataclass
class StateKeeper:
    """Captures what changed; `flush` captures all now, `close` flushes and ends."""

    folder: SnapshotFolder
    blobs: BlobStore
    _dirty: set[str] = field(default_factory=set)
    _records: dict[str, _Record] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take snapshots in a thread."""
        self._thread = threading.Thread(target=self._run, name="state", daemon=True)
        self._thread.start()

    def touch(self, service: str) -> None:
        """Note that a request may have changed a service."""
        self._dirty.add(service)

    def flush(self) -> None:
        """Capture every service now; return when it is on the disk."""
        self._capture(tuple(backends()))

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

    def _capture(self, keys: tuple[str, ...]) -> None:
        with self._lock:
            captured: dict[str, bytes] = {}
            for key in keys:
                body = self._body(key)
                if body is not None:
                    captured[key] = body
            if captured:
                self.blobs.sync()
                self.folder.write(captured)

    def _body(self, key: str) -> bytes | None:
        """Return the state of a kind of backend, None if it is as it was."""
        instances = backends().get(key)
        if instances is None:
            return None
        record = self._records.setdefault(key, _Record())
        self._dirty.discard(backend_service(instances))
        started = time.monotonic()
        for _ in range(ATTEMPTS):
            try:
                body = capture(instances)
                break
            except RuntimeError as error:  # a collection changed while it was read
                reason: Exception = error
            except (TypeError, AttributeError, ValueError, PickleError) as error:
                self._give_up(key, record, error)
                return None
        else:
            self._give_up(key, record, reason)
            return None
        took = time.monotonic() - started
        record.due = time.monotonic() + max(DIRTY_SECONDS, took / SHARE)
        record.failing = False
        digest = hashlib.sha256(body).hexdigest()
        if digest == record.digest:
            return None
        record.digest = digest
        return body

    def _give_up(self, key: str, record: _Record, error: Exception) -> None:
        if not record.failing:
            LOG.error("the state of %s cannot be kept: %s", key, error)
        record.failing = True
        record.due = time.monotonic() + BACKGROUND_SECONDS
