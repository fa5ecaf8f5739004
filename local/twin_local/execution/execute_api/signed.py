"""AWS_IAM authorization: the signature is verified, and the signer must be allowed to invoke."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.access.guard import AccessDenied, Guard
from twin_local.execution.execute_api.request import HttpRequest
from twin_local.execution.signatures import SignatureRefused, SignatureVerifier, SignedRequest

INVOKE = "execute-api:Invoke"


class NotAuthorized(Exception):
    """A request is not signed, or its signer may not invoke; the text is AWS's."""


@dataclass(frozen=True)
class SignedCalls:
    """Decides signed requests to APIs; who is no role is not bound."""

    guard: Guard

    def require(self, request: HttpRequest, arn: str) -> dict[str, str]:
        """Return who signed a request that may be done.

        Raises:
            NotAuthorized: it is not signed as it must be, or the signer may not.
        """
        credentials = self.guard.credentials
        verifier = SignatureVerifier(credentials.secret_of)
        signed = SignedRequest(request.method, request.url, request.headers, request.body)
        try:
            key = verifier.verify(signed)
            self.guard.require_of_key(key, INVOKE, arn)
        except (SignatureRefused, AccessDenied) as error:
            raise NotAuthorized(str(error)) from error
        role = credentials.role_of(key)
        return {"accessKey": key, "userArn": role or f"arn:aws:iam::{self.guard.account}:root"}
