"""The credentials provider: a role's credentials for who shows a certificate, over TLS.

`GET /role-aliases/<alias>/credentials`, on the port of MQTT.
https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from moto.iot.models import FakeRoleAlias, iot_backends

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.decisions import RoleNotTrusting
from twin_local.execution.access.guard import Guard
from twin_local.execution.iot.mqtt.authentication.certificates import Certificates
from twin_local.execution.iot.mqtt.authentication.evidence import Evidence, NotAuthenticated

REQUEST = re.compile(rb"GET /role-aliases/(?P<alias>[\w=,@-]{1,128})/credentials HTTP/1\.[01]")
THING_NAME = "x-amzn-iot-thingname"
SERVICE = "credentials.iot.amazonaws.com"
HEAD_SECONDS = 10.0


class ProviderRefused(Exception):
    """No credentials are given; the text is the message of the answer."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class CredentialProvider:
    """Gives the credentials of role aliases that a certificate's policies allow it to assume."""

    certificates: Certificates
    guard: Guard
    arn_prefix: str

    async def answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        begun: bytes,
        evidence: Evidence,
    ) -> None:
        """Answer one HTTP request, whose first bytes were read, and close the connection."""
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
            alias, headers = _read_head(begun + head)
            body = await asyncio.to_thread(self.assume, alias, headers, evidence.certificate)
            status = HTTPStatus.OK
        except ProviderRefused as refused:
            status, body = refused.status, {"message": str(refused)}
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            status, body = HTTPStatus.BAD_REQUEST, {"message": "The request cannot be read"}
        text = json.dumps(body).encode()
        head_lines = (
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(text)}",
            "Connection: close",
            "\r\n",
        )
        writer.write("\r\n".join(head_lines).encode() + text)
        writer.close()

    def assume(
        self, alias: str, headers: Mapping[str, str], certificate: bytes | None
    ) -> dict[str, object]:
        """Return the answer with a role's credentials.

        Raises:
            ProviderRefused: the certificate, its policies, the alias or the role do not allow it.
        """
        found = self._require_allowed(alias, headers, certificate)
        role = self._backend_alias(alias)
        if role is None or not self._is_trusted(role.role_arn, alias):
            raise ProviderRefused(HTTPStatus.FORBIDDEN, f"Access Denied to {found}")
        given = self.guard.credentials.of_role(role.role_arn)
        expires = datetime.now(UTC) + timedelta(seconds=role.credential_duration_seconds)
        return {
            "credentials": {
                "accessKeyId": given.access_key_id,
                "secretAccessKey": given.secret_access_key,
                "sessionToken": given.session_token,
                "expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
        }

    def _require_allowed(
        self, alias: str, headers: Mapping[str, str], certificate: bytes | None
    ) -> str:
        if certificate is None:
            raise ProviderRefused(HTTPStatus.FORBIDDEN, "Missing client certificate")
        thing = headers.get(THING_NAME, "")
        try:
            found = self.certificates.find(certificate)
            principal = self.certificates.principal_of(certificate, thing)
        except NotAuthenticated as error:
            raise ProviderRefused(HTTPStatus.FORBIDDEN, "Invalid certificate") from error
        if thing and not self.certificates.is_attached(found, thing):
            raise ProviderRefused(HTTPStatus.FORBIDDEN, "Invalid thing name passed")
        context = {key: [value] for key, value in principal.variables.items()}
        resource = f"{self.arn_prefix}rolealias/{alias}"
        if not principal.authority.allows("iot:AssumeRoleWithCertificate", resource, context):
            raise ProviderRefused(
                HTTPStatus.FORBIDDEN, f"Access Denied: policies do not allow {resource}"
            )
        return principal.identifier

    def _is_trusted(self, role: str, alias: str) -> bool:
        """Say whether a role exists and lets the credentials provider assume it."""
        source = f"{self.arn_prefix}rolealias/{alias}"
        caller = ServiceCaller(SERVICE, source, self.certificates.account)
        try:
            self.guard.require_trust(role, caller)
        except RoleNotTrusting:
            return False
        return True

    def _backend_alias(self, alias: str) -> FakeRoleAlias | None:
        account, region = self.certificates.account, self.certificates.region
        return iot_backends[account][region].role_aliases.get(alias)


def _read_head(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.split(b"\r\n")
    asked = REQUEST.fullmatch(first)
    if asked is None:
        raise ProviderRefused(HTTPStatus.NOT_FOUND, "No such address")
    pairs = (line.decode("latin-1").partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return asked["alias"].decode(), headers
