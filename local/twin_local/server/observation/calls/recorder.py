"""The recorder around a WSGI application: one sighting for every API call that it answers."""

from __future__ import annotations

import time
from collections.abc import Iterable

from twin_local.execution.types import Environ, StartResponse, WsgiApplication
from twin_local.server.application import is_own
from twin_local.server.observation.calls.failure import Headers, code_of, whole
from twin_local.server.observation.calls.ring import CallRing
from twin_local.server.observation.calls.sighting import sighting


class Recorder:
    """Answers as its application does, and notes each call in a ring."""

    def __init__(self, application: WsgiApplication, ring: CallRing) -> None:
        self._application = application
        self._ring = ring

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if is_own(environ["PATH_INFO"]):
            return self._application(environ, start_response)
        head = _Head(start_response)
        begun = time.perf_counter()
        try:
            answer = self._application(environ, head)
        except BaseException as error:
            self._note(environ, begun, 500, type(error).__name__)
            raise
        code = ""
        if head.status >= 400:
            answer = whole(answer)
            code = code_of(head.status, head.headers, b"".join(answer))
        self._note(environ, begun, head.status, code)
        return answer

    def _note(self, environ: Environ, begun: float, status: int, error: str) -> None:
        seconds = time.perf_counter() - begun
        number = self._ring.next_number()
        self._ring.add(sighting(number, time.time() - seconds, seconds, status, error, environ))


class _Head:
    """A `start_response` that remembers the head of the answer."""

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self.status = 0
        self.headers: Headers = ()

    def __call__(self, status: str, headers: list[tuple[str, str]], *rest: object) -> object:
        """Pass the head on."""
        self.status, self.headers = int(status[:3]), headers
        return self._start_response(status, headers, *rest)
