"""A threaded HTTP/1.1 server for WSGI applications, with connections that stay open.

One thread serves one connection. The request body is bounded by its length, so that what an
application leaves unread does not become the next request.
"""

from __future__ import annotations

import io
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote_to_bytes

from moto.core.request import PRESERVED_HEADER_NAMES_ENVIRON_KEY

LOG = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

IDLE_SECONDS = 75.0
"""How long a connection may stay open without a request."""

BLOCK_BYTES = 1024 * 1024
BODILESS = (204, 304)


class BoundedBody(io.RawIOBase):
    """The body of one request: reads end where the body ends."""

    def __init__(self, source: io.BufferedIOBase, length: int) -> None:
        self._source = source
        self._left = length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Fill a buffer with the next bytes."""
        part = self._source.read(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        return len(part)

    def drain(self) -> None:
        """Read what the application left."""
        while self._left > 0 and (part := self._source.read(min(self._left, BLOCK_BYTES))):
            self._left -= len(part)


class ChunkedBody(io.RawIOBase):
    """The body of one request that comes in chunks (RFC 9112 §7.1)."""

    def __init__(self, source: io.BufferedIOBase) -> None:
        self._source = source
        self._left = 0
        self._ended = False

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Fill a buffer with the next bytes."""
        if self._left == 0 and not self._ended:
            self._next_chunk()
        part = self._source.read(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        if self._left == 0 and part:
            self._source.readline()
        return len(part)

    def _next_chunk(self) -> None:
        self._left = int(self._source.readline().split(b";")[0], 16)
        if self._left == 0:
            self._ended = True
            while self._source.readline() not in (b"\r\n", b"\n", b""):
                pass

    def drain(self) -> None:
        """Read what the application left."""
        while self.read(BLOCK_BYTES):
            pass


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection with the server's application."""

    server: HttpServer
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        """Serve one request; the connection stays open if both sides want it."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
            elif len(self.raw_requestline) > 65536:
                self.send_error(414)
            elif self.parse_request():
                self._serve()
                self.wfile.flush()
        except (ConnectionError, TimeoutError, BrokenPipeError):
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        """Tell the client at once that it may send the body: it waits for that."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def _serve(self) -> None:
        body = self._body()
        answer = Answer(self)
        try:
            blocks = self.server.application(self._environ(body), answer.start)
            try:
                answer.write(blocks)
            finally:
                getattr(blocks, "close", lambda: None)()
        except (ConnectionError, TimeoutError):
            raise
        except Exception:  # one failing request must not end the server
            LOG.exception("%s %s failed", self.command, self.path)
            self.close_connection = True
            if not answer.started:
                self.send_error(500)
            return
        body.drain()

    def _body(self) -> BoundedBody | ChunkedBody:
        source: Any = self.rfile
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return ChunkedBody(source)
        return BoundedBody(source, int(self.headers.get("Content-Length") or 0))

    def _environ(self, body: BoundedBody | ChunkedBody) -> Environ:
        path, _, query = self.path.partition("?")
        if path.startswith(("http://", "https://")):
            path = "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
        host, port = self.server.server_address[:2]
        environ: Environ = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "SERVER_NAME": str(host),
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": str(self.client_address[0]),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BufferedReader(body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if "Content-Length" in self.headers:
            environ["CONTENT_LENGTH"] = self.headers["Content-Length"]
        underscored: dict[str, str] = {}
        for name, value in self.headers.items():
            key = "HTTP_" + name.upper().replace("-", "_")
            if "_" in name:
                underscored[key] = name
            if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        environ[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = underscored
        return environ

    def log_message(self, format: str, *args: object) -> None:
        """Log at debug level: every request would drown the rest."""
        LOG.debug(format, *args)


class Answer:
    """One answer: its head is sent with the first block."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._status = "500 Internal Server Error"
        self._headers: list[tuple[str, str]] = []
        self.started = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        """Take the status and the headers from the application."""
        self._status, self._headers = status, list(headers)
        return lambda block: self._send(block, chunked=False)

    def write(self, blocks: Iterable[bytes]) -> None:
        """Send the answer; one of unknown length goes in chunks."""
        names = {name.lower() for name, _ in self._headers}
        known = list(blocks) if isinstance(blocks, (list, tuple)) else None
        bodiless = int(self._status.split()[0]) in BODILESS
        head_only = self._handler.command == "HEAD"
        if known is not None and "content-length" not in names and not bodiless:
            self._headers.append(("Content-Length", str(sum(map(len, known)))))
            names.add("content-length")
        chunked = "content-length" not in names and not bodiless and not head_only
        if chunked:
            self._headers.append(("Transfer-Encoding", "chunked"))
        self._head()
        for block in known if known is not None else blocks:
            if block and not bodiless and not head_only:
                self._send(block, chunked=chunked)
        if chunked:
            self._handler.wfile.write(b"0\r\n\r\n")

    def _head(self) -> None:
        self.started = True
        code, _, reason = self._status.partition(" ")
        self._handler.send_response_only(int(code), reason)
        for name, value in self._headers:
            if name.lower() != "connection":
                self._handler.send_header(name, value)
        self._handler.end_headers()

    def _send(self, block: bytes, *, chunked: bool) -> None:
        write = self._handler.wfile.write
        write(b"%x\r\n%s\r\n" % (len(block), block) if chunked else block)


class HttpServer(ThreadingHTTPServer):
    """Serves one WSGI application on one port of this machine."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, application: Application, *, port: int) -> None:
        self.application = application
        super().__init__(("127.0.0.1", port), Handler)

    def start(self) -> None:
        """Serve in a thread."""
        threading.Thread(target=self.serve_forever, name="http", daemon=True).start()

    def stop(self) -> None:
        """Accept no more requests and let go of the port."""
        self.shutdown()
        self.server_close()

    def server_bind(self) -> None:
        """Bind without looking up a name for the address, which may need a network."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Log what a connection's thread did not handle."""
        LOG.exception("connection from %s failed", client_address)
