"""The loop of an image as a function, against a small server of the Runtime API."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from container_runtime.function import (
    ERROR_TYPE,
    INVOCATIONS,
    REQUEST_ID,
    FunctionFailed,
    Runtime,
    RuntimeRefused,
)


@dataclass
class Asked:
    """What the loop posted: path, body and the error's type; `status` is what it is answered."""

    status: int = 202
    posts: list[tuple[str, bytes, str | None]] = field(default_factory=list)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def runtime(asked: Asked) -> Iterator[Runtime]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            assert self.path == f"{INVOCATIONS}/next"
            self._answer(200, b'{"value": 20}')

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.posts.append((self.path, body, self.headers[ERROR_TYPE]))
            self._answer(asked.status, b"{}")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header(REQUEST_ID, "request-1")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.server_port)
        yield Runtime(connection)
        connection.close()
        server.shutdown()
        thread.join()


def double(event: Any) -> Any:  # noqa: ANN401 - any JSON
    return event["value"] * 2


def test_answers_go_to_the_event_that_was_taken(runtime: Runtime, asked: Asked) -> None:
    runtime.handle_next(double)
    runtime.handle_next(double)
    assert asked.posts == [(f"{INVOCATIONS}/request-1/response", b"40", None)] * 2


def test_failure_is_told_by_its_type_and_the_loop_goes_on(runtime: Runtime, asked: Asked) -> None:
    def refuse(event: object) -> object:
        raise FunctionFailed("JobRefused", "no")

    runtime.handle_next(refuse)
    runtime.handle_next(double)
    (path, body, kind), (following, _, _) = asked.posts
    assert (path, kind) == (f"{INVOCATIONS}/request-1/error", "JobRefused")
    assert body == b'{"errorMessage": "no", "errorType": "JobRefused", "stackTrace": []}'
    assert following.endswith("/response")


def test_answer_that_is_not_taken_ends_the_loop(runtime: Runtime, asked: Asked) -> None:
    asked.status = 400
    with pytest.raises(RuntimeRefused, match="/response: 400"):
        runtime.handle_next(double)
