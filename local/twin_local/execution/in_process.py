"""boto3 clients that call the embedded AWS without a socket.

A client signs, serialises and parses as always; only the transport differs: the request goes to
moto's WSGI application in this process. For the calls that the embedded AWS makes to itself.
"""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.compat import HTTPHeaders
from botocore.config import Config
from moto.core.botocore_stubber import MockRawResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from twin_local.execution.credentials import Credentials
from twin_local.execution.types import WsgiApplication

ENDPOINT_URL = "http://in-process"
_lock = threading.Lock()


_record: Callable[[WsgiApplication], WsgiApplication] = lambda application: application  # noqa: E731


def observe(record: Callable[[WsgiApplication], WsgiApplication]) -> None:
    """Let `record` wrap the application that answers the calls made from here."""
    global _record
    _record = record
    _application.cache_clear()


@functools.cache
def _application() -> WsgiApplication:
    return _record(DomainDispatcherApplication(create_backend_app))


OWN = Credentials("embedded", "embedded", "")
"""Of the embedded AWS itself, which no policy binds."""

_credentials_of_role: Callable[[str], Credentials] = lambda _: OWN  # noqa: E731


def install(credentials_of_role: Callable[[str], Credentials]) -> None:
    """Sign what is done for a role with the role's credentials."""
    global _credentials_of_role
    _credentials_of_role = credentials_of_role
    client.cache_clear()
    unchecked_client.cache_clear()


@functools.cache
def client(service: str, region: str, role: str | None = None) -> Any:
    """Return the client of a service, as a role or as the embedded AWS itself.

    Clients are thread-safe and made once.
    """
    config = Config(inject_host_prefix=False, retries={"total_max_attempts": 1})
    return _build(service, region, role, config)


@functools.cache
def unchecked_client(service: str, region: str, role: str | None = None) -> Any:
    """Return a client that leaves the checking of parameters to the service."""
    config = Config(
        inject_host_prefix=False, retries={"total_max_attempts": 1}, parameter_validation=False
    )
    return _build(service, region, role, config)


def _build(service: str, region: str, role: str | None, config: Config) -> BaseClient:
    credentials = _credentials_of_role(role) if role else OWN
    with _lock:  # building clients is not thread-safe, using them is
        made: BaseClient = boto3.session.Session().client(
            service,  # type: ignore[call-overload]
            region_name=region,
            endpoint_url=ENDPOINT_URL,
            config=config,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token or None,
        )
    made.meta.events.register("before-send", _send)  # type: ignore[arg-type] # it may answer
    return made


def _send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    answer: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        answer.update(status=int(status.split()[0]), headers=headers)
        return lambda _: None

    parts = _application()(_environ(request), start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    headers = HTTPHeaders()
    for name, value in answer["headers"]:
        headers[name] = value
    if "x-amzn-RequestId" not in headers:
        headers["x-amzn-RequestId"] = "in-process"
    return AWSResponse(request.url, answer["status"], headers, MockRawResponse(body))


def _environ(request: AWSPreparedRequest) -> dict[str, Any]:
    url = urlsplit(str(request.url))
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    data = body.encode() if isinstance(body, str) else bytes(body)
    raw = url.path + (f"?{url.query}" if url.query else "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query,
        "REQUEST_URI": raw,
        "RAW_URI": raw,
        "SERVER_NAME": "in-process",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "in-process",
        "CONTENT_LENGTH": str(len(data)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(data),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = text
    return environ
