"""The AWS endpoint: moto's application, watched for what changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from twin_local.server.http_server import Environ, StartResponse

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
READING_OPERATIONS = ("BatchGet", "Describe", "Get", "Head", "List", "Query", "Scan", "Search")
CONTROL = "/_twin/"
"""Addresses below this are the embedded AWS's own."""

Touch = Callable[[str], None]


class Endpoint(DomainDispatcherApplication):
    """Answers every AWS API; tells `touch` which service a request may have changed."""

    def __init__(self, *, touch: Touch, controls: dict[str, Callable[[], Any]]) -> None:
        super().__init__(create_backend_app)
        self._touch = touch
        self._controls = controls

    def get_application(self, environ: Environ) -> Flask:
        """Return the application of the service that a request is for."""
        application = super().get_application(environ)
        if is_change(environ):
            for service, known in list(self.app_instances.items()):
                if known is application:
                    environ["twin.service"] = service
        return application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ["PATH_INFO"])
        if path.startswith(CONTROL):
            return self._control(path.removeprefix(CONTROL), start_response)
        try:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
            return answer
        finally:
            if service := environ.get("twin.service"):
                self._touch(service)

    def _control(self, name: str, start_response: StartResponse) -> Iterable[bytes]:
        control = self._controls.get(name)
        status = "200 OK" if control else "404 Not Found"
        body = json.dumps(control() if control else {"error": f"no control {name}"}).encode()
        start_response(status, [("Content-Type", "application/json")])
        return [body]


def is_change(environ: Environ) -> bool:
    """Say whether a request may change something; when in doubt it may."""
    if environ["REQUEST_METHOD"] in READING_METHODS:
        return False
    operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]
    return not operation.startswith(READING_OPERATIONS)
