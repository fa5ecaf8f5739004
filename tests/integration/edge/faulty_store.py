"""A store that misbehaves in every way a network can, and remembers what it was given.

Speaks just enough of BatchPutAssetPropertyValue for boto3. The faults follow from a seed.
"""

from __future__ import annotations

import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Key = tuple[str, int, str]


class FaultyStore(ThreadingHTTPServer):
    """Values by (alias, time, quality), the number of faults injected and of conflicting values."""

    daemon_threads = True

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.random_source = random.Random(seed)
        self.lock = threading.Lock()
        self.values: dict[Key, float] = {}
        self.conflicts = 0
        self.duplicates = 0
        self.faults = 0
        self.calm = False
        self.outage_until = 0.0

    @property
    def url(self) -> str:
        """Return the address of the store."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_fault(self) -> str:
        """Return what goes wrong with the next request; often nothing."""
        with self.lock:
            if self.calm:
                return "none"
            if time.monotonic() < self.outage_until:
                self.faults += 1
                return "cut_before"
            fault = self.random_source.choices(
                ["none", "503", "429", "cut_before", "cut_after", "partial", "outage"],
                [70, 5, 5, 5, 6, 7, 2],
            )[0]
            if fault == "outage":
                self.outage_until = time.monotonic() + self.random_source.uniform(0.3, 1.0)
            self.faults += fault != "none"
            return fault

    def store(self, entries: list[dict[str, Any]]) -> None:
        """Keep the values of entries; the same key again must bring the same value."""
        with self.lock:
            for entry in entries:
                for item in entry["propertyValues"]:
                    stamp = item["timestamp"]
                    time_ns = stamp["timeInSeconds"] * 10**9 + stamp["offsetInNanos"]
                    key = (entry["propertyAlias"], time_ns, item["quality"])
                    value = item["value"]["doubleValue"]
                    self.duplicates += key in self.values
                    self.conflicts += self.values.get(key, value) != value
                    self.values[key] = value


class _Handler(BaseHTTPRequestHandler):
    server: FaultyStore
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer one batch, or do what the fault says."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path != "/properties":
            self._answer(404, {"message": "this store has values only"})
            return
        entries = body["entries"]
        assert len(entries) <= 10
        assert all(1 <= len(entry["propertyValues"]) <= 10 for entry in entries)
        fault = self.server.next_fault()
        if fault in ("503", "429"):
            self._answer(int(fault), {"message": fault})
        elif fault in ("cut_before", "outage"):
            self._cut()
        elif fault == "cut_after":
            self.server.store(entries)
            self._cut()
        elif fault == "partial":
            self.server.store(entries[1:])
            error = {"errorCode": "ThrottlingException", "errorMessage": "slow", "timestamps": []}
            failed = [{"entryId": entries[0]["entryId"], "errors": [error]}]
            self._answer(200, {"errorEntries": failed})
        else:
            self.server.store(entries)
            self._answer(200, {"errorEntries": []})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""
