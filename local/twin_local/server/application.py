"""The AWS endpoint: moto's application, whose changes are kept before they are acknowledged."""

from __future__ import annotations

import errno
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from twin_local.engine.clients import DEPLOYMENT
from twin_local.server.changing_requests import may_change, read_ahead
from twin_local.server.http_server import Environ, StartResponse
from twin_local.server.persistence.durability import Keeps
from twin_local.server.persistence.errors import StateError

LOG = logging.getLogger(__name__)
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CONTROL = "/_twin/"
"""Addresses below this are the embedded AWS's own."""


class ControlError(ValueError):
    """What was asked of a control is not possible."""


class Endpoint(DomainDispatcherApplication):
    """Answers every AWS API; a change that was answered survives a kill."""

    def __init__(self, *, durability: Keeps, controls: dict[str, Callable[..., Any]]) -> None:
        super().__init__(create_backend_app)
        self._durability = durability
        self._controls = controls

    def get_application(self, environ: Environ) -> Flask:
        """Return the application of the service that a request is for."""
        application = super().get_application(environ)
        if may_change(environ):
            for service, known in list(self.app_instances.items()):
                if known is application:
                    environ["twin.service"] = service
        return application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ["PATH_INFO"])
        if path.startswith(CONTROL):
            return self._control(path.removeprefix(CONTROL), environ, start_response)
        answered = Status(start_response)
        read_ahead(environ)
        try:
            answer: Iterable[bytes] = super().__call__(environ, answered)
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
            LOG.error("%s is not kept: %s", path, error)
            return _not_kept(error, start_response)
        if service := environ.get("twin.service"):
            self._durability.touch(service)
            if answered.is_success and not _is_of_deployment(environ):
                try:
                    self._durability.keep(service, environ)
                except (StateError, OSError, sqlite3.Error) as error:
                    LOG.error("a change of %s is not kept: %s", service, error)
                    return _not_kept(error, start_response)
        return answer

    def _control(
        self, name: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a control; its arguments are the query's."""
        status, answer = "404 Not Found", {"error": f"no control {name}"}
        if control := self._controls.get(name):
            try:
                arguments = dict(parse_qsl(environ.get("QUERY_STRING", "")))
                status, answer = "200 OK", control(**arguments)
            except ControlError as error:
                status, answer = "400 Bad Request", {"error": str(error)}
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]


class Status:
    """A `start_response` that remembers whether the answer is a success."""

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self.is_success = False

    def __call__(self, status: str, headers: list[tuple[str, str]], *rest: object) -> object:
        """Pass the head of the answer on."""
        self.is_success = status[0] in "23"
        return self._start_response(status, headers, *rest)


def _is_of_deployment(environ: Environ) -> bool:
    """Say whether the engine deploys: it keeps a checkpoint, and all at its end."""
    return DEPLOYMENT in str(environ.get("HTTP_USER_AGENT", ""))


def _not_kept(error: Exception, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that the change may be lost: whoever asked for it has to try again."""
    message = f"the change is not on the disk: {error}"
    body = json.dumps({"__type": "ServiceUnavailable", "message": message}).encode()
    headers = [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("x-amzn-ErrorType", "ServiceUnavailable"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]
