"""The embedded AWS says that it is well once it has taken up what ran before."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from twin_local.server.application import Endpoint
from twin_local.server.process import EmbeddedAws


class Nothing:
    """Keeps nothing."""

    def touch(self, service: str) -> None:
        """Take note of nothing."""

    def keep(self, service: str, environ: dict[str, Any]) -> None:
        """Keep nothing."""


def ask(endpoint: Endpoint) -> tuple[str, Any]:
    said: list[str] = []
    environ = {"PATH_INFO": "/_twin/health", "REQUEST_METHOD": "GET", "HTTP_HOST": "localhost"}
    parts = endpoint(environ, lambda status, headers: said.append(status))
    return said[0], json.loads(b"".join(parts))


def test_it_is_ready_once_what_ran_before_has_been_taken_up() -> None:
    aws = EmbeddedAws.__new__(EmbeddedAws)
    aws._resumed = threading.Event()
    endpoint = Endpoint(durability=Nothing(), controls={"health": aws._health})
    assert ask(endpoint) == (
        "503 Service Unavailable",
        {"error": "what ran before is being taken up"},
    )
    aws._resumed.set()
    assert ask(endpoint) == ("200 OK", {"status": "ok", "process": os.getpid()})
