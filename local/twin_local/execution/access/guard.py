"""Let calls of roles pass that their policies allow, and refuse all others as AWS does."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from moto.core.utils import get_service_model

from twin_local.execution.access.calls import Call, CallUnknown, read_call, read_signer
from twin_local.execution.access.resources import needs
from twin_local.execution.access.roles import statements_of
from twin_local.execution.access.usage import Usage
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.presigned import PREFLIGHT, allowed_origin
from twin_local.execution.types import Environ, StartResponse, WsgiApplication
from twin_local.iam.errors import PolicyError
from twin_local.iam.evaluation import AccessRequest, Decision, decide
from twin_local.iam.patterns import Context

LOG = logging.getLogger(__name__)


class AccessDenied(Exception):
    """A role may not do something; the text is AWS's."""


@dataclass(frozen=True)
class Guard:
    """Decides every call that a role signs."""

    account: str
    credentials: CredentialIssuer
    usage: Usage

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return an application that refuses, None for all that may pass."""
        if environ["REQUEST_METHOD"] == PREFLIGHT:
            return None
        signer = read_signer(environ)
        role = self.credentials.role_of(signer.access_key_id) if signer else None
        if signer is None or role is None:
            return None
        try:
            call = read_call(environ, signer, self.account)
        except CallUnknown as error:
            # What cannot be read cannot be decided: it is not let pass.
            return _refusal(signer.service, "json", f"{error} cannot be decided here")
        try:
            self.require_call(role, call)
        except AccessDenied as error:
            protocol = str(get_service_model(call.service).protocol)
            return _refusal(call.service, protocol, str(error))
        return None

    def require_call(self, role: str, call: Call) -> None:
        """Require that a role may make a call.

        Raises:
            AccessDenied: its policies do not allow an action that the call needs.
        """
        for action, resource in needs(call):
            self.require(role, action, resource)

    def require_of_key(self, access_key_id: str, action: str, resource: str) -> None:
        """Require that the holder of a key may do an action; only keys of roles are bound.

        Raises:
            AccessDenied: the policies of the role do not allow it.
        """
        if role := self.credentials.role_of(access_key_id):
            self.require(role, action, resource)

    def require(
        self, role: str, action: str, resource: str, context: Context | None = None
    ) -> None:
        """Require that a role may do an action on a resource.

        `context` has the condition keys that a service knows besides the global ones.

        Raises:
            AccessDenied: its policies do not allow it.
        """
        request = AccessRequest(action, resource, {**self._context(role), **(context or {})})
        try:
            decision = decide(request, statements_of(role))
        except PolicyError as error:
            self._refuse(role, action, resource, f"a policy cannot be evaluated: {error}")
        if decision.is_allowed and decision.by:
            self.usage.allowed(decision.by, action)
            return
        self._refuse(role, action, resource, _because(decision, action))

    def _refuse(self, role: str, action: str, resource: str, reason: str) -> None:
        self.usage.refused(role, action, resource, reason)
        LOG.warning("denied: %s may not %s on %s: %s", role, action, resource, reason)
        session = role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/", 1) + "/local"
        raise AccessDenied(
            f"User: {session} is not authorized to perform: {action} on resource: {resource}"
            f" because {reason}"
        )

    def _context(self, role: str) -> Context:
        return {
            "aws:principalarn": [role],
            "aws:principalaccount": [self.account],
            "aws:securetransport": ["true"],
            "aws:sourceip": ["127.0.0.1"],
            "aws:currenttime": [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())],
            "aws:epochtime": [str(int(time.time()))],
        }


def _because(decision: Decision, action: str) -> str:
    if decision.outcome == "explicit deny":
        return "of an explicit deny in an identity-based policy"
    return f"no identity-based policy allows the {action} action"


def _refusal(service: str, protocol: str, message: str) -> WsgiApplication:
    status, content_type, body, extra = _answer(service, protocol, message)

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("x-amzn-RequestId", "denied"),
            *extra,
            *allowed_origin(environ),
        ]
        start_response(status, headers)
        return [body]

    return application


def _answer(
    service: str, protocol: str, message: str
) -> tuple[str, str, bytes, list[tuple[str, str]]]:
    """Return the refusal in the shape of the service's protocol."""
    if service == "s3":
        xml = f"<Error><Code>AccessDenied</Code><Message>{escape(message)}</Message></Error>"
        return "403 Forbidden", "application/xml", xml.encode(), []
    if protocol in ("query", "ec2"):
        xml = (
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
            f"<Message>{escape(message)}</Message></Error></ErrorResponse>"
        )
        return "403 Forbidden", "text/xml", xml.encode(), []
    code = "AccessDeniedException"
    status = "403 Forbidden" if protocol == "rest-json" else "400 Bad Request"
    text = json.dumps({"__type": code, "message": message, "Message": message})
    return status, "application/x-amz-json-1.1", text.encode(), [("x-amzn-ErrorType", code)]
