"""Retained messages: the last message of a topic that was published with the retain flag.

https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.execution import iot_bus

SCHEMA = """
CREATE TABLE IF NOT EXISTS retained (
    topic TEXT PRIMARY KEY, payload BLOB NOT NULL, qos INTEGER NOT NULL, modified INTEGER NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class RetainedMessage:
    """A retained message; `modified` is UTC milliseconds since 1970."""

    topic: str
    payload: bytes
    qos: int
    modified: int


class RetainedMessages:
    """The retained messages of an account and region; usable from any thread.

    Without a file they are in memory.
    """

    def __init__(self, file: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        place = file or ":memory:"
        self._database = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(SCHEMA)
        self._clock = clock
        self._lock = threading.Lock()

    def keep(self, topic: str, payload: bytes, *, qos: int) -> None:
        """Keep a message in place of the one before; an empty payload removes it."""
        with self._lock:
            if payload:
                row = (topic, payload, qos, int(self._clock() * 1000))
                self._database.execute("INSERT OR REPLACE INTO retained VALUES (?, ?, ?, ?)", row)
            else:
                self._database.execute("DELETE FROM retained WHERE topic = ?", (topic,))

    def find(self, topic: str) -> RetainedMessage | None:
        """Return the message of a topic, None where there is none."""
        return next(iter(self._read("WHERE topic = ?", topic)), None)

    def matching(self, topic_filter: str) -> list[RetainedMessage]:
        """Return the messages whose topics match an MQTT filter, by topic."""
        return [one for one in self._read() if iot_bus.matches(topic_filter, one.topic)]

    def page(self, *, after: str, size: int) -> list[RetainedMessage]:
        """Return the messages of the topics after one, by topic."""
        return self._read("WHERE topic > ? ORDER BY topic LIMIT ?", after, size)

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._database.close()

    def _read(self, rest: str = "ORDER BY topic", *values: str | int) -> list[RetainedMessage]:
        query = f"SELECT topic, payload, qos, modified FROM retained {rest}"
        with self._lock:
            return [RetainedMessage(*row) for row in self._database.execute(query, values)]
