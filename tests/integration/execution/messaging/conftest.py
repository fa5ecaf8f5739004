"""Queues, topics and an HTTP endpoint to listen on."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.integration.execution.conftest import OPEN

Client = Callable[[str], Any]


@dataclass
class Queue:
    """One queue."""

    sqs: Any
    url: str
    arn: str

    def take(self, count: int = 1, limit_s: float = 8) -> list[dict[str, Any]]:
        """Return and delete messages, at most as many as asked for."""
        found: list[dict[str, Any]] = []
        end = time.monotonic() + limit_s
        while len(found) < count and time.monotonic() < end:
            answer = self.sqs.receive_message(
                QueueUrl=self.url,
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["All"],
                MaxNumberOfMessages=10,
            )
            for message in answer.get("Messages", []):
                found.append(message)
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            time.sleep(0.02)
        return found


@pytest.fixture
def queue(client: Client) -> Callable[..., Queue]:
    """Return a maker of queues."""

    def make(fifo: bool = False, **attributes: str) -> Queue:
        sqs = client("sqs")
        name = f"q{uuid.uuid4().hex[:12]}{'.fifo' if fifo else ''}"
        given = OPEN | attributes | ({"FifoQueue": "true"} if fifo else {})
        url = sqs.create_queue(QueueName=name, Attributes=given)["QueueUrl"]
        return Queue(sqs, url, f"arn:aws:sqs:us-east-1:111111111111:{name}")

    return make


@pytest.fixture
def topic(client: Client) -> str:
    """Return a fresh topic."""
    return str(client("sns").create_topic(Name=f"t{uuid.uuid4().hex[:12]}")["TopicArn"])


@dataclass
class Listener:
    """An HTTP endpoint; answers with the statuses of `answers`, then with 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    posts: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def wait(self, count: int, limit_s: float = 8) -> list[tuple[dict[str, str], str]]:
        """Return the posts as soon as there are so many."""
        end = time.monotonic() + limit_s
        while len(self.posts) < count and time.monotonic() < end:
            time.sleep(0.02)
        return self.posts

    def json(self, index: int) -> dict[str, Any]:
        """Return the body of a post."""
        found: dict[str, Any] = json.loads(self.posts[index][1])
        return found


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Return an HTTP endpoint on this machine."""
    found = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.posts.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(found.answers.pop(0) if found.answers else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
