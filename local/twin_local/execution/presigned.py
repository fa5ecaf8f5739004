"""Check presigned addresses: signature, expiry and key, which moto takes as they come.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from twin_local.execution.signatures import SIGNED, FindSecret
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

PREFLIGHT = "OPTIONS"
"""A browser asks before it sends; the address it asks with is signed for another method."""

ALGORITHM, SIGNATURE = "X-Amz-Algorithm", "X-Amz-Signature"
LONGEST_SECONDS = 7 * 24 * 3600
CLOCK_SKEW = timedelta(minutes=15)
REQUIRED = (
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    SIGNATURE,
)


class PresignedRefused(Exception):
    """A presigned address is not good."""

    code: ClassVar[str] = "AccessDenied"
    status: ClassVar[str] = "403 Forbidden"


class Expired(PresignedRefused):
    """Its time is over, or has not come."""


class Forged(PresignedRefused):
    """It is not what was signed."""

    code = "SignatureDoesNotMatch"


class KeyUnknown(PresignedRefused):
    """Its key is none of this account."""

    code = "InvalidAccessKeyId"


class Malformed(PresignedRefused):
    """It lacks a part, or a part cannot be read."""

    code = "AuthorizationQueryParametersError"
    status = "400 Bad Request"


class Outdated(PresignedRefused):
    """It is signed with Signature Version 2, which new buckets do not take."""

    code = "InvalidRequest"
    status = "400 Bad Request"


@dataclass(frozen=True)
class Scope:
    """What the address says of its signature."""

    key: str
    region: str
    service: str
    timestamp: str
    expires_seconds: int
    signed_headers: tuple[str, ...]
    signature: str
    token: str | None

    @property
    def signed_at(self) -> datetime:
        """Return when it was signed."""
        return datetime.strptime(self.timestamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


class PresignedRequests:
    """Refuses bad presigned addresses before any service sees them."""

    def __init__(
        self, find_secret: FindSecret, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._find_secret = find_secret
        self._now = now

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return an application that refuses, None for all that is not presigned or good."""
        if environ["REQUEST_METHOD"] == PREFLIGHT:
            return None
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        if "AWSAccessKeyId" in query and "Signature" in query:
            return _refusal(Outdated(f"Please use {SIGNED}."))
        if query.get(ALGORITHM) != SIGNED:
            return None
        try:
            self._check(environ, query)
        except PresignedRefused as refused:
            return _refusal(refused)
        return None

    def _check(self, environ: Environ, query: dict[str, str]) -> None:
        scope = _scope(query)
        age = self._now() - scope.signed_at
        if age > timedelta(seconds=scope.expires_seconds):
            raise Expired("Request has expired")
        if age < -CLOCK_SKEW:
            raise Expired("Request is not valid yet")
        secret = self._find_secret(scope.key, scope.token)
        if secret is None:
            raise KeyUnknown("The AWS Access Key Id you provided does not exist in our records.")
        if not hmac.compare_digest(_signature(environ, scope, secret), scope.signature):
            raise Forged(
                "The request signature we calculated does not match the signature you provided."
                " Check your key and signing method."
            )


def _scope(query: dict[str, str]) -> Scope:
    missing = [name for name in REQUIRED if not query.get(name)]
    if missing:
        raise Malformed(f"Query-string authentication requires {', '.join(missing)}")
    try:
        key, _, region, service, _ = query["X-Amz-Credential"].split("/")
        scope = Scope(
            key=key,
            region=region,
            service=service,
            timestamp=query["X-Amz-Date"],
            expires_seconds=int(query["X-Amz-Expires"]),
            signed_headers=tuple(query["X-Amz-SignedHeaders"].split(";")),
            signature=query[SIGNATURE],
            token=query.get("X-Amz-Security-Token"),
        )
        signed_at = scope.signed_at
    except ValueError as error:
        raise Malformed(f"A query parameter of the signature cannot be read: {error}") from error
    if not 0 < scope.expires_seconds <= LONGEST_SECONDS or signed_at.year < 2000:
        raise Malformed(f"X-Amz-Expires must be from 1 to {LONGEST_SECONDS} seconds")
    return scope


def _signature(environ: Environ, scope: Scope, secret: str) -> str:
    """Return the signature that the request should have."""
    path, _, query = str(environ["RAW_URI"]).partition("?")
    rest = "&".join(part for part in query.split("&") if not part.startswith(f"{SIGNATURE}="))
    headers = {name: _header(environ, name) for name in scope.signed_headers}
    url = f"http://{environ['HTTP_HOST']}{path}?{rest}"
    request = AWSRequest(environ["REQUEST_METHOD"], url, headers=headers)
    request.context["timestamp"] = scope.timestamp
    signer = S3SigV4QueryAuth(
        Credentials(scope.key, secret, scope.token), scope.service, scope.region
    )
    canonical = signer.canonical_request(request)
    signature: str = signer.signature(signer.string_to_sign(request, canonical), request)
    return signature


def _header(environ: Environ, name: str) -> str:
    key = name.upper().replace("-", "_")
    plain = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
    return str(environ.get(key if plain else f"HTTP_{key}", ""))


def allowed_origin(environ: Environ) -> list[tuple[str, str]]:
    """Return the header that lets a browser's page read a refusal, as moto's own answers have."""
    origin = environ.get("HTTP_ORIGIN")
    return [("Access-Control-Allow-Origin", origin)] if origin else []


def _refusal(refused: PresignedRefused) -> WsgiApplication:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{refused.code}</Code><Message>{escape(str(refused))}</Message></Error>"
    ).encode()

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
        start_response(refused.status, [*headers, *allowed_origin(environ)])
        return [body]

    return application
