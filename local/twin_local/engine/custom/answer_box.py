"""The address that a custom resource's function puts its answer to; for one answer."""

from __future__ import annotations

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from twin_local.engine.json_value import Properties

LARGEST_BYTES = 4_096
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-customresource.html"""


class AnswerBox:
    """Listens on this machine while it is open; `url` cannot be guessed."""

    def __init__(self) -> None:
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._answer: Properties | None = None
        self._is_here = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}{self._path}"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> Properties | None:
        """Return the answer once it is here, None where there is none in time."""
        self._is_here.wait(seconds)
        return self._answer

    def _take(self, path: str, body: bytes) -> int:
        """Return the HTTP status of an answer that was put."""
        if path != self._path:
            return 403
        if len(body) > LARGEST_BYTES:
            return 400
        try:
            answer = json.loads(body)
        except ValueError:
            return 400
        if not isinstance(answer, dict):
            return 400
        self._answer = answer
        self._is_here.set()
        return 200

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._take

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                # One byte more than allowed tells that it is too much.
                status = take(self.path, self.rfile.read(min(length, LARGEST_BYTES + 1)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing: the deployment tells what came of the resource."""

        return Handler
