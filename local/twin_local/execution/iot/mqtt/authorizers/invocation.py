"""Ask an authorizer's function who a client is and what it may do."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from moto.awslambda.exceptions import UnknownFunctionException

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.functions.concurrency import Throttled
from twin_local.execution.functions.executor import Answer
from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated
from twin_local.execution.iot.mqtt.authorizers.credentials import Presented
from twin_local.execution.iot.mqtt.authorizers.registry import Authorizer, authorizers_of
from twin_local.execution.iot.mqtt.permissions import (
    Authority,
    Lifetime,
    PolicyAuthority,
    Principal,
)
from twin_local.iam.errors import PolicyError
from twin_local.iam.policy import Statement, read_policy

LOG = logging.getLogger(__name__)
PRINCIPAL_ID = re.compile(r"[a-zA-Z0-9]{1,128}")
MAXIMUM_DOCUMENTS, MAXIMUM_DOCUMENT_CHARACTERS = 10, 2048
SHORTEST_SECONDS, LONGEST_SECONDS = 300, 86_400

Call = Callable[[str, Any, ServiceCaller], Answer]
"""Invoke the function of an ARN as a service and wait for its answer."""

FAILURES = (InvocationDenied, Throttled, UnknownFunctionException)


@dataclass(frozen=True)
class Verdict:
    """What a function answered; times are in seconds."""

    principal_id: str
    documents: tuple[str, ...]
    ends_after: int
    renews_after: int

    def statements(self) -> tuple[Statement, ...]:
        """Return the statements of its policy documents."""
        return tuple(one for text in self.documents for one in read_policy(text, name="authorizer"))


@dataclass(frozen=True)
class CustomAuthorizers:
    """The authorizers of an account and region."""

    account: str
    region: str
    call: Call

    def choose(self, name: str | None) -> Authorizer | None:
        """Return the authorizer of a name, the default one without; None where there is none.

        Raises:
            NotAuthenticated: it is not there, or not active.
        """
        known = authorizers_of(self.account, self.region)
        wanted = name or known.default
        if wanted is None:
            return None
        found = known.by_name.get(wanted)
        if found is None or found.status != "ACTIVE":
            raise NotAuthenticated(f"there is no active authorizer {wanted}")
        return found

    def authenticate(self, authorizer: Authorizer, shown: Presented) -> Principal:
        """Return the principal that an authorizer's function finds.

        Raises:
            NotAuthenticated: the token's signature or the function says no.
        """
        verdict = self.ask(authorizer, shown)

        def renew() -> Authority | None:
            try:
                return _authority(self.ask(authorizer, shown))
            except NotAuthenticated as error:
                LOG.warning("authorizer %s: %s", authorizer.name, error)
                return None

        lifetime = Lifetime(verdict.ends_after, verdict.renews_after, renew)
        return Principal(verdict.principal_id, _authority(verdict), lifetime=lifetime)

    def ask(self, authorizer: Authorizer, shown: Presented) -> Verdict:
        """Invoke an authorizer's function.

        Raises:
            NotAuthenticated: it says no, fails, or answers what it may not.
        """
        event = {
            "protocolData": shown.protocol_data,
            "protocols": list(shown.protocols),
            "signatureVerified": False,
            "connectionMetadata": {"id": shown.connection},
        }
        token = shown.token(authorizer.token_key_name)
        if not authorizer.signing_disabled:
            _check_signature(authorizer, token, shown.signature)
            event["signatureVerified"] = True
        if token is not None:
            event["token"] = token
        caller = ServiceCaller("iot.amazonaws.com", authorizer.arn, self.account)
        try:
            answer = self.call(authorizer.function_arn, event, caller)
        except FAILURES as error:
            raise NotAuthenticated(f"the authorizer {authorizer.name}: {error}") from error
        if answer.error:
            raise NotAuthenticated(f"the function of the authorizer {authorizer.name} failed")
        return read_verdict(answer.payload)


def _authority(verdict: Verdict) -> PolicyAuthority:
    statements = verdict.statements()
    return PolicyAuthority(lambda: statements)


def _check_signature(authorizer: Authorizer, token: str | None, signature: str | None) -> None:
    if not token or not signature:
        raise NotAuthenticated(f"the authorizer {authorizer.name} needs a token and its signature")
    if not any(_is_signed(pem, token, signature) for pem in authorizer.public_keys.values()):
        raise NotAuthenticated("no key of the authorizer made the token's signature")


def _is_signed(pem: str, token: str, signature: str) -> bool:
    try:
        key = load_pem_public_key(pem.encode())
        if not isinstance(key, RSAPublicKey):
            return False
        made = base64.b64decode(signature, validate=True)
        key.verify(made, token.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, binascii.Error):
        return False
    return True


def read_verdict(payload: bytes) -> Verdict:
    """Return a function's answer.

    Raises:
        NotAuthenticated: it says no, or is not what IoT Core takes.
    """
    try:
        answer = json.loads(payload)
        if answer["isAuthenticated"] is not True:
            raise NotAuthenticated("the function does not know the client")
        documents = tuple(map(_document, answer["policyDocuments"]))
        verdict = Verdict(
            principal_id=answer["principalId"],
            documents=documents,
            ends_after=answer["disconnectAfterInSeconds"],
            renews_after=answer["refreshAfterInSeconds"],
        )
        times = (int(verdict.ends_after), int(verdict.renews_after))
        verdict.statements()
    except (ValueError, KeyError, TypeError, PolicyError) as error:
        raise NotAuthenticated(f"the function's answer cannot be read: {error!r}") from error
    if not PRINCIPAL_ID.fullmatch(str(verdict.principal_id)):
        raise NotAuthenticated("principalId has from 1 to 128 letters and digits")
    if not all(SHORTEST_SECONDS <= one <= LONGEST_SECONDS for one in times):
        raise NotAuthenticated(f"times are from {SHORTEST_SECONDS} to {LONGEST_SECONDS} seconds")
    if len(documents) > MAXIMUM_DOCUMENTS:
        raise NotAuthenticated(f"there are at most {MAXIMUM_DOCUMENTS} policy documents")
    if any(len(one) > MAXIMUM_DOCUMENT_CHARACTERS for one in documents):
        raise NotAuthenticated(f"a policy has at most {MAXIMUM_DOCUMENT_CHARACTERS} characters")
    return verdict


def _document(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
