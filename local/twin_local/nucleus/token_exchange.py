"""The token exchange service: components get the credentials of the device's role.

The device shows its certificate to the credentials provider of AWS IoT; components ask the nucleus
as they would a container's host, which every AWS SDK does by itself.
https://docs.aws.amazon.com/greengrass/v2/developerguide/token-exchange-service-component.html
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import urllib3

from twin_local.nucleus.identity import DeviceIdentity, Setup

logger = logging.getLogger("twin_local.nucleus")

PATH = "/2016-11-01/credentialprovider/"
RENEWED_BEFORE = timedelta(minutes=5)
LONGEST_CACHED = timedelta(minutes=5)
"""Credentials are asked for again this often, so that a role that lost them is noticed."""

ANSWER_SECONDS = 10.0
HIDDEN = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
)
"""Variables that would come before the role's credentials in an SDK's search."""


class ExchangeFailed(Exception):
    """The credentials provider gave nothing."""


@dataclass(frozen=True)
class RoleCredentials:
    """Temporary credentials of the token exchange role."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expires: datetime


class TokenExchange:
    """Fetches the role's credentials with the device's certificate, and keeps them for a while."""

    def __init__(
        self,
        identity: DeviceIdentity,
        setup: Setup,
        *,
        root_ca: Path | None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        context = ssl.create_default_context(cafile=root_ca)
        context.load_cert_chain(identity.certificate, identity.key)
        self._pool = urllib3.PoolManager(ssl_context=context, timeout=ANSWER_SECONDS)
        self._url = f"https://{identity.endpoint}/role-aliases/{setup.role_alias}/credentials"
        self._headers = {"x-amzn-iot-thingname": identity.thing_name}
        self._now = now
        self._lock = threading.Lock()
        self._held: tuple[RoleCredentials, datetime] | None = None

    def credentials(self) -> RoleCredentials:
        """Return the role's credentials.

        Raises:
            ExchangeFailed: the provider is not reached, or refuses.
        """
        with self._lock:
            now = self._now()
            if self._held is None or now >= self._held[1]:
                fetched = self._fetch()
                until = min(fetched.expires - RENEWED_BEFORE, now + LONGEST_CACHED)
                self._held = fetched, until
            return self._held[0]

    def _fetch(self) -> RoleCredentials:
        try:
            answer = self._pool.request("GET", self._url, headers=self._headers, retries=False)
        except urllib3.exceptions.HTTPError as error:
            raise ExchangeFailed(f"{self._url} is not reached: {error}") from error
        if answer.status != HTTPStatus.OK:
            text = answer.data.decode(errors="replace")
            raise ExchangeFailed(f"{self._url} answered {answer.status}: {text}")
        given = json.loads(answer.data)["credentials"]
        return RoleCredentials(
            given["accessKeyId"],
            given["secretAccessKey"],
            given["sessionToken"],
            datetime.fromisoformat(given["expiration"].replace("Z", "+00:00")),
        )


class TokenExchangeService:
    """Answers components on a port of its own, by a password that only they are told."""

    def __init__(self, exchange: TokenExchange) -> None:
        self._token = secrets.token_urlsafe(24)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(exchange, self._token))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()

    def environment(self, base: dict[str, str]) -> dict[str, str]:
        """Return an environment whose SDKs find the role's credentials and no others."""
        kept = {name: value for name, value in base.items() if name not in HIDDEN}
        return {
            **kept,
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": (
                f"http://localhost:{self._server.server_address[1]}{PATH}"
            ),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": self._token,
        }


def _handler(exchange: TokenExchange, token: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer one request of a component."""
            given = self.headers.get("Authorization", "")
            if self.path != PATH or not hmac.compare_digest(given.encode(), token.encode()):
                self._answer(HTTPStatus.FORBIDDEN, {"message": "Access denied"})
                return
            try:
                found = exchange.credentials()
            except ExchangeFailed as error:
                logger.warning("components get no credentials: %s", error)
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"message": str(error)})
                return
            self._answer(HTTPStatus.OK, _as_container(found))

        def _answer(self, status: HTTPStatus, body: dict[str, str]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing: what fails is logged above."""

    return Handler


def _as_container(credentials: RoleCredentials) -> dict[str, str]:
    return {
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key,
        "Token": credentials.session_token,
        "Expiration": credentials.expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
