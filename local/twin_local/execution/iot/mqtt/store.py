"""Persistent sessions on disk, so that they outlive a restart of the embedded AWS."""

from __future__ import annotations

import sqlite3
from collections import deque
from pathlib import Path

from twin_local.execution.iot.mqtt.session import Delivery, Session

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (client_id TEXT PRIMARY KEY, expires_at REAL);
CREATE TABLE IF NOT EXISTS subscriptions (
    client_id TEXT NOT NULL, topic_filter TEXT NOT NULL, qos INTEGER NOT NULL,
    PRIMARY KEY (client_id, topic_filter)
);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, client_id TEXT NOT NULL, topic TEXT NOT NULL,
    payload BLOB NOT NULL, retain INTEGER NOT NULL, packet_id INTEGER
);
CREATE INDEX IF NOT EXISTS messages_of_client ON messages (client_id, number);
"""
TABLES = ("sessions", "subscriptions", "messages")


class SessionStore:
    """Reads and writes persistent sessions; of one thread at a time, in memory without a file."""

    def __init__(self, file: Path | None) -> None:
        place = file or ":memory:"
        self._database = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(SCHEMA)

    def load(self) -> list[Session]:
        """Return every session, none of them connected."""
        rows = self._database.execute("SELECT client_id, expires_at FROM sessions").fetchall()
        return [self._session(client_id, expires_at) for client_id, expires_at in rows]

    def save(self, session: Session) -> None:
        """Write a session whole."""
        name = session.client_id
        with self._database:
            self._database.execute("BEGIN")
            self._remove(name)
            self._database.execute("INSERT INTO sessions VALUES (?, ?)", (name, session.expires_at))
            self._database.executemany(
                "INSERT INTO subscriptions VALUES (?, ?, ?)",
                [(name, topic_filter, qos) for topic_filter, qos in session.subscriptions.items()],
            )
            for packet_id, delivery in session.in_flight.items():
                self._insert(name, delivery, packet_id)
            for delivery in session.waiting:
                self._insert(name, delivery, None)

    def append(self, client_id: str, delivery: Delivery) -> None:
        """Write one message that waits for a client."""
        self._insert(client_id, delivery, None)

    def remove(self, client_id: str) -> None:
        """Forget a session."""
        with self._database:
            self._database.execute("BEGIN")
            self._remove(client_id)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _remove(self, client_id: str) -> None:
        for table in TABLES:
            self._database.execute(f"DELETE FROM {table} WHERE client_id = ?", (client_id,))

    def _insert(self, client_id: str, delivery: Delivery, packet_id: int | None) -> None:
        row = (client_id, delivery.topic, delivery.payload, delivery.retain, packet_id)
        self._database.execute(
            "INSERT INTO messages (client_id, topic, payload, retain, packet_id)"
            " VALUES (?, ?, ?, ?, ?)",
            row,
        )

    def _session(self, client_id: str, expires_at: float | None) -> Session:
        subscriptions = self._database.execute(
            "SELECT topic_filter, qos FROM subscriptions WHERE client_id = ?", (client_id,)
        )
        session = Session(client_id, persistent=True, expires_at=expires_at)
        session.subscriptions = dict(subscriptions.fetchall())
        messages = self._database.execute(
            "SELECT topic, payload, retain, packet_id FROM messages WHERE client_id = ?"
            " ORDER BY number",
            (client_id,),
        )
        waiting: deque[Delivery] = deque()
        for topic, payload, retain, packet_id in messages:
            delivery = Delivery(topic, payload, qos=1, retain=bool(retain))
            if packet_id is None:
                waiting.append(delivery)
            else:
                session.in_flight[packet_id] = delivery
        session.waiting = waiting
        return session
