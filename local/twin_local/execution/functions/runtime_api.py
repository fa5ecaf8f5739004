"""The Runtime API: where the image of a function asks for events and leaves its answers.

One server for each execution environment, as `127.0.0.1:9001` is in each of AWS Lambda's.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RUNTIME = "/2018-06-01/runtime"
NEXT, INIT_ERROR = f"{RUNTIME}/invocation/next", f"{RUNTIME}/init/error"


@dataclass(frozen=True)
class Reply:
    """What an image answered: JSON, and whether it is an error."""

    payload: bytes
    succeeded: bool


class RuntimeApi:
    """Hands out invocations, one at a time, and takes their replies."""

    def __init__(self) -> None:
        self.replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._open: str | None = None
        self._server = _Server(self)
        threading.Thread(
            target=self._server.serve_forever, name="lambda-runtime-api", daemon=True
        ).start()

    @property
    def address(self) -> str:
        """Return host and port, as `AWS_LAMBDA_RUNTIME_API` has them."""
        return f"127.0.0.1:{self._server.server_port}"

    def offer(self, invocation: dict[str, Any]) -> None:
        """Give an invocation to whoever asks next."""
        self._events.put(invocation)

    def take(self) -> dict[str, Any] | None:
        """Wait for the next invocation; None when the environment is closed."""
        invocation = self._events.get()
        self._open = None if invocation is None else str(invocation["request_id"])
        return invocation

    def reply(self, request_id: str, reply: Reply) -> bool:
        """Take a reply; tell whether it is to the invocation that is open."""
        if request_id != self._open:
            return False
        self._open = None
        self.replies.put(reply)
        return True

    def close(self) -> None:
        """Stop serving."""
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: RuntimeApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer the next invocation, whenever it comes."""
        if self.path != NEXT:
            self._answer(404, {"errorType": "NotFound"})
            return
        invocation = self.server.api.take()
        if invocation is None:
            self.close_connection = True
            return
        deadline = time.time() + float(invocation["timeout_s"])
        headers = {
            "Lambda-Runtime-Aws-Request-Id": str(invocation["request_id"]),
            "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": str(invocation["function_arn"]),
        }
        self._answer(200, invocation["event"], headers)

    def do_POST(self) -> None:
        """Take a response or an error."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == INIT_ERROR:
            self.server.api.replies.put(Reply(body, succeeded=False))
            self._answer(202, {"status": "OK"})
            return
        place, _, what = self.path.rpartition("/")
        request_id = place.removeprefix(f"{RUNTIME}/invocation/")
        reply = Reply(body, succeeded=what == "response")
        known = what in ("response", "error") and self.server.api.reply(request_id, reply)
        if known:
            self._answer(202, {"status": "OK"})
        else:
            self._answer(400, {"errorType": "InvalidRequestID", "errorMessage": "Invalid request"})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the function's own log is what counts."""

    def _answer(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
