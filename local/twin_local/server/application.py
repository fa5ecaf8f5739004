"""The AWS endpoint: moto's application, whose changes are kept before they are acknowledged."""

from __future__ import annotations

import errno
import inspect
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Protocol
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

MAXIMUM_HOSTS = 10_000
"""Buckets and APIs have names of hosts: so many are remembered."""

CONTROL_HEADERS = (
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
)
LOOPBACK = re.compile(r"(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?", re.IGNORECASE)


class ControlError(ValueError):
    """What was asked of a control is not possible."""

    status = "400 Bad Request"


class NotReady(ControlError):
    """The embedded AWS has only begun to answer."""

    status = "503 Service Unavailable"


class Page(Protocol):
    """What a person sees below the controls' address."""

    def has(self, name: str) -> bool:
        """Say whether there is a file of this name."""

    def answer(self, name: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with it."""


class Endpoint(DomainDispatcherApplication):
    """Answers every AWS API; a change that was answered survives a kill."""

    def __init__(
        self,
        *,
        durability: Keeps,
        controls: dict[str, Callable[..., Any]],
        page: Page | None = None,
    ) -> None:
        super().__init__(create_backend_app)
        self._backends: dict[str | None, Any] = {}
        self._durability = durability
        self._controls = controls
        self._page = page

    def get_backend_for_host(self, host: str | None) -> Any:  # noqa: ANN401 - as moto has it
        """Return the service of a host name.

        moto lists the folders of its services whenever it is asked, 0.7 ms of every request, while
        it holds a lock that all requests need.
        """
        if host not in self._backends:
            found = super().get_backend_for_host(host)
            if found is None or len(self._backends) >= MAXIMUM_HOSTS:
                return found
            self._backends[host] = found
        return self._backends[host]

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
        if is_own(path):
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
        """Answer a control, whose arguments are the query's, or a file of the page."""
        status, answer = "404 Not Found", {"error": f"no control {name}"}
        if not is_of_this_machine(environ):
            status, answer = "403 Forbidden", {"error": "only for this machine, by its own name"}
        elif name == CONTROL.rstrip("/"):
            start_response("308 Permanent Redirect", [("Location", CONTROL)])
            return [b""]
        elif self._page and self._page.has(name):
            return self._page.answer(name, environ, start_response)
        elif control := self._controls.get(name):
            try:
                arguments = arguments_of(control, environ.get("QUERY_STRING", ""))
                status, answer = "200 OK", control(**arguments)
            except ControlError as error:
                status, answer = error.status, {"error": str(error)}
        start_response(status, list(CONTROL_HEADERS))
        return [json.dumps(answer).encode()]


def is_own(path: str) -> bool:
    """Say whether an address is the embedded AWS's own and none of AWS."""
    return path.startswith(CONTROL) or path == CONTROL.rstrip("/")


def is_of_this_machine(environ: Environ) -> bool:
    """Say whether the address names this machine; one that another site's DNS led here does not."""
    return LOOPBACK.fullmatch(str(environ.get("HTTP_HOST", "localhost"))) is not None


def arguments_of(control: Callable[..., Any], query: str) -> dict[str, str]:
    """Return the arguments of a control from a query.

    Raises:
        ControlError: one is missing, or there is no such argument.
    """
    arguments = dict(parse_qsl(query))
    try:
        inspect.signature(control).bind(**arguments)
    except TypeError as error:
        raise ControlError(str(error)) from error
    return arguments


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
