"""Check AWS Signature Version 4 in the headers of a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SIGNED = "AWS4-HMAC-SHA256"
MAXIMUM_AGE = timedelta(minutes=5)
AUTHORIZATION = re.compile(
    SIGNED + r"\s+Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)"
    r"/aws4_request,\s*SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)

FindSecret = Callable[[str, str | None], str | None]
"""Return the secret of an access key id and session token, None when they are unknown."""


class SignatureRefused(Exception):
    """A request is not signed as it must be; the text is what AWS says."""


@dataclass(frozen=True)
class SignedRequest:
    """What a signature covers; `url` has the scheme and host that the client signed for."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header by name in any case, "" when it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")


class SignatureVerifier:
    """Computes signatures anew with the secrets of the embedded AWS."""

    def __init__(
        self, find_secret: FindSecret, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._find_secret = find_secret
        self._now = now

    def verify(self, request: SignedRequest) -> str:
        """Return the access key id that signed a request.

        Raises:
            SignatureRefused: the signature is missing, old, of an unknown key, or another.
        """
        parts = AUTHORIZATION.fullmatch(request.header("authorization").strip())
        if parts is None:
            raise SignatureRefused("The request has no valid AWS Signature Version 4.")
        _check_body(request)
        timestamp = self._timestamp(request, parts["date"])
        token = request.header("x-amz-security-token") or None
        secret = self._find_secret(parts["key"], token)
        if secret is None:
            raise SignatureRefused("The security token included in the request is invalid.")
        expected = _signature(request, parts, Credentials(parts["key"], secret, token), timestamp)
        if not hmac.compare_digest(expected, parts["signature"]):
            raise SignatureRefused(
                "The request signature we calculated does not match the signature you provided."
            )
        return parts["key"]

    def _timestamp(self, request: SignedRequest, date: str) -> str:
        text = request.header("x-amz-date")
        try:
            signed_at = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise SignatureRefused("The request has no valid x-amz-date.") from error
        if not text.startswith(date) or abs(self._now() - signed_at) > MAXIMUM_AGE:
            raise SignatureRefused(f"Signature expired: {text} is not now.")
        return text


def _check_body(request: SignedRequest) -> None:
    """Require that a stated digest is that of the body: the signature covers the statement."""
    stated = request.header("x-amz-content-sha256")
    if stated and stated != hashlib.sha256(request.body).hexdigest():
        raise SignatureRefused("The provided x-amz-content-sha256 does not match the body.")


def _signature(
    request: SignedRequest, parts: re.Match[str], credentials: Credentials, timestamp: str
) -> str:
    signed = parts["headers"].split(";")
    covered = {name: request.header(name) for name in signed if name != "authorization"}
    rebuilt = AWSRequest(request.method, request.url, headers=covered, data=request.body)
    rebuilt.context["timestamp"] = timestamp
    signer = SigV4Auth(credentials, parts["service"], parts["region"])
    canonical = signer.canonical_request(rebuilt)
    signature: str = signer.signature(signer.string_to_sign(rebuilt, canonical), rebuilt)
    return signature
