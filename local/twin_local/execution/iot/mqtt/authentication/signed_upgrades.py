"""WebSocket addresses that are signed with Signature Version 4 for `iotdevicegateway`.

https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated, Upgrade
from twin_local.execution.signatures import SIGNED, FindSecret

SERVICE = "iotdevicegateway"
SIGNATURE, TOKEN = "X-Amz-Signature", "X-Amz-Security-Token"
REQUIRED = ("X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", SIGNATURE)
DEFAULT_SECONDS, LONGEST_SECONDS = 300, 86_400
CLOCK_SKEW = timedelta(minutes=5)


def is_signed(upgrade: Upgrade) -> bool:
    """Say whether an address claims to be signed."""
    return "X-Amz-Algorithm" in upgrade.parameters


class SignedUpgrades:
    """Computes the signatures of addresses anew."""

    def __init__(
        self,
        find_secret: FindSecret,
        *,
        region: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._find_secret = find_secret
        self._region = region
        self._now = now

    def verify(self, upgrade: Upgrade) -> str:
        """Return the access key id that signed an address.

        A session token is not covered by the signature: it is added to the address afterwards.

        Raises:
            NotAuthenticated: the signature is another, old, of an unknown key or service.
        """
        query = upgrade.parameters
        missing = [name for name in REQUIRED if not query.get(name)]
        if missing or query["X-Amz-Algorithm"] != SIGNED:
            raise NotAuthenticated(f"the signature lacks {missing} or is not {SIGNED}")
        key, region, service = _scope(query["X-Amz-Credential"])
        if (region, service) != (self._region, SERVICE):
            raise NotAuthenticated(f"it is signed for {service} in {region}")
        self._check_time(query)
        token = query.get(TOKEN)
        secret = self._find_secret(key, token)
        if secret is None:
            raise NotAuthenticated(f"the access key {key} or its session token is unknown")
        signature = _signature(upgrade, query, Credentials(key, secret), region)
        if not hmac.compare_digest(signature, query[SIGNATURE]):
            raise NotAuthenticated("the signature does not match")
        return key

    def _check_time(self, query: dict[str, str]) -> None:
        try:
            signed_at = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            seconds = int(query.get("X-Amz-Expires", DEFAULT_SECONDS))
        except ValueError as error:
            raise NotAuthenticated(f"its time cannot be read: {error}") from error
        if not 0 < seconds <= LONGEST_SECONDS:
            raise NotAuthenticated(f"X-Amz-Expires is from 1 to {LONGEST_SECONDS} seconds")
        age = self._now() - signed_at
        if not -CLOCK_SKEW <= age <= timedelta(seconds=seconds):
            raise NotAuthenticated(f"it was signed at {signed_at} for {seconds} seconds")


def _scope(credential: str) -> tuple[str, str, str]:
    try:
        key, _, region, service, _ = credential.split("/")
    except ValueError as error:
        raise NotAuthenticated(f"{credential!r} is no credential scope") from error
    return key, region, service


def _signature(
    upgrade: Upgrade, query: dict[str, str], credentials: Credentials, region: str
) -> str:
    uncovered = (f"{SIGNATURE}=", f"{TOKEN}=")
    parts = upgrade.query.split("&")
    covered = "&".join(part for part in parts if not unquote(part).startswith(uncovered))
    names = query["X-Amz-SignedHeaders"].split(";")
    headers = {name: upgrade.headers.get(name, "") for name in names}
    url = f"http://{upgrade.headers.get('host', '')}{upgrade.path}?{covered}"
    request = AWSRequest("GET", url, headers=headers)
    request.context["timestamp"] = query["X-Amz-Date"]
    signer = SigV4QueryAuth(credentials, SERVICE, region)
    canonical = signer.canonical_request(request)
    signature: str = signer.signature(signer.string_to_sign(request, canonical), request)
    return signature
