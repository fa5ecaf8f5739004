"""Let calls of roles pass that their policies allow, and refuse all others as AWS does."""

from __future__ import annotations

from dataclasses import dataclass

from moto.core.utils import get_service_model

from twin_local.execution.access.answers import ErrorAnswer, application
from twin_local.execution.access.bus_events import event_keys, parts_of
from twin_local.execution.access.calls import Call, CallUnknown, read_call, read_signer
from twin_local.execution.access.decisions import AccessDenied, Decisions
from twin_local.execution.access.entries import by_entry, is_decided_by_entry
from twin_local.execution.access.passed_roles import context_of, passed_roles
from twin_local.execution.access.resources import needs
from twin_local.execution.access.sitewise import condition_keys
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.presigned import PREFLIGHT
from twin_local.execution.types import Environ, WsgiApplication
from twin_local.iam.batches import DENIED_ENTRIES

ASSUME_ROLE = ("sts", "AssumeRole")
PASS_ROLE = "iam:PassRole"

__all__ = ["AccessDenied", "Guard"]


@dataclass(frozen=True)
class Guard(Decisions):
    """Decides every call that a role signs, and what services do for resources."""

    credentials: CredentialIssuer

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return an application that refuses, None for all that may pass."""
        DENIED_ENTRIES.set({})
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
            message = f"{error} cannot be decided here"
            return application(ErrorAnswer(signer.service, "json", message))
        try:
            self.require_call(role, call)
        except AccessDenied as error:
            protocol = str(get_service_model(call.service).protocol)
            return application(ErrorAnswer(call.service, protocol, str(error)))
        return None

    def require_call(self, role: str, call: Call) -> None:
        """Require that a role may make a call, and pass the roles that it names.

        Raises:
            AccessDenied: its policies do not allow an action that the call needs.
        """
        if (call.service, call.operation) == ASSUME_ROLE:
            self._require_assumption(role, call)
            return
        if is_decided_by_entry(call):
            self._require_entries(role, call)
            return
        for part in parts_of(call):
            for action, resource in needs(part):
                context = {**condition_keys(part, resource), **event_keys(part)}
                self.require(role, action, resource, context)
        for passed in passed_roles(call):
            self.require(role, PASS_ROLE, passed.arn, context_of(passed))

    def require_of_key(self, access_key_id: str, action: str, resource: str) -> None:
        """Require that the holder of a key may do an action; only keys of roles are bound.

        Raises:
            AccessDenied: the policies of the role do not allow it.
        """
        if role := self.credentials.role_of(access_key_id):
            self.require(role, action, resource)

    def _require_entries(self, role: str, call: Call) -> None:
        """Require that a role may ask for one entry of a batch at least; tell which it may not."""
        parts, denied = by_entry(call), {}
        allowed: set[tuple[str, str, str]] = set()
        for entry_id, part in parts.items():
            try:
                for action, resource in needs(part):
                    context = condition_keys(part, resource)
                    # Entries of one asset ask for the same: it is decided once.
                    if (asked := (action, resource, repr(context))) not in allowed:
                        self.require(role, action, resource, context)
                        allowed.add(asked)
            except AccessDenied as error:
                denied[entry_id] = str(error)
                if len(denied) == len(parts):
                    raise
        DENIED_ENTRIES.set(denied)

    def _require_assumption(self, role: str, call: Call) -> None:
        given = {
            "sts:externalid": call.parameters.get("ExternalId"),
            "sts:rolesessionname": call.parameters.get("RoleSessionName"),
        }
        context = {key: [str(value)] for key, value in given.items() if value}
        self.require_assumption(role, str(call.parameters.get("RoleArn")), context)
