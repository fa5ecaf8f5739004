"""Decide what roles and services may do, note it, and say a refusal in AWS's words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.resource_policies import statements_on, unqualified
from twin_local.execution.access.roles import statements_of, trust_of
from twin_local.execution.access.usage import Usage
from twin_local.iam import principals
from twin_local.iam.errors import PolicyError
from twin_local.iam.evaluation import (
    AccessRequest,
    Decision,
    decide,
    decide_assumption,
    decide_for,
)
from twin_local.iam.patterns import Context
from twin_local.iam.policy import Statement
from twin_local.iam.principals import Principal, speaking_of

LOG = logging.getLogger(__name__)
ASSUME = "sts:AssumeRole"


class AccessDenied(Exception):
    """A role or a service may not do something; the text is AWS's."""


class RoleNotTrusting(AccessDenied):
    """A role does not exist, or its trust policy does not let a service assume it."""


@dataclass(frozen=True)
class Asking:
    """Who asks for what: `name` as errors say it, `role` where it is one."""

    name: str
    request: AccessRequest
    role: str | None = None


@dataclass(frozen=True)
class Decisions:
    """Decides by the policies of roles and of resources."""

    account: str
    usage: Usage

    def require(
        self, role: str, action: str, resource: str, context: Context | None = None
    ) -> None:
        """Require that a role may do an action, by its own policies or the resource's.

        `context` has the condition keys that a service knows besides the global ones.

        Raises:
            AccessDenied: neither allows it, or one denies it.
        """
        asking = self._of_role(role, action, resource, context or {})
        self._require(
            asking,
            lambda: decide_for(
                asking.request, _principal(role), statements_of(role), statements_on(resource)
            ),
        )

    def require_assumption(self, role: str, assumed: str, context: Context) -> None:
        """Require that a role may assume another one.

        Raises:
            AccessDenied: the other's trust policy does not allow it, or a policy denies it.
        """
        asking = self._of_role(role, ASSUME, assumed, context)
        self._require(
            asking,
            lambda: decide_assumption(
                asking.request, _principal(role), statements_of(role), trust_of(assumed)
            ),
        )

    def require_of_service(self, caller: ServiceCaller, action: str, resource: str) -> None:
        """Require that a service may do an action on a resource, by the resource's policy.

        Raises:
            AccessDenied: no statement of it allows that, or one denies it.
        """
        self._require_granted(caller, action, unqualified(resource), statements_on)

    def require_trust(self, role: str, caller: ServiceCaller) -> None:
        """Require that a service may assume a role.

        Raises:
            RoleNotTrusting: there is no such role, or its trust policy does not allow it.
        """
        try:
            self._require_granted(caller, ASSUME, role, trust_of)
        except AccessDenied as error:
            raise RoleNotTrusting(str(error)) from error

    def _require_granted(
        self,
        caller: ServiceCaller,
        action: str,
        resource: str,
        read: Callable[[str], tuple[Statement, ...]],
    ) -> None:
        asking = Asking(caller.name, AccessRequest(action, resource, caller.context))

        def decision() -> Decision:
            statements = speaking_of(read(resource), caller.principal)
            found = replace(decide(asking.request, statements), by_resource=True)
            if found.is_allowed:
                self._note_all(asking.request, statements)
            return found

        self._require(asking, decision)

    def _note_all(self, request: AccessRequest, statements: tuple[Statement, ...]) -> None:
        """Note every statement that allows a call: patterns of routes overlap."""
        for statement in statements:
            if decide(request, (statement,)).is_allowed:
                self.usage.allowed(statement, request.action)

    def _require(self, asking: Asking, decide_it: Callable[[], Decision]) -> None:
        try:
            decision = decide_it()
        except PolicyError as error:
            self._refuse(asking, f"because a policy cannot be evaluated: {error}")
        if decision.is_allowed and decision.by:
            self.usage.allowed(decision.by, asking.request.action)
            return
        self._refuse(asking, _because(asking, decision))

    def _refuse(self, asking: Asking, reason: str) -> NoReturn:
        action, resource = asking.request.action, asking.request.resource
        told = reason.removeprefix("because ")
        self.usage.refused(asking.role or asking.name, action, resource, told)
        LOG.warning("denied: %s may not %s on %s: %s", asking.name, action, resource, reason)
        raise AccessDenied(
            f"User: {asking.name} is not authorized to perform: {action} on resource: {resource}"
            f" {reason}"
        )

    def _of_role(self, role: str, action: str, resource: str, context: Context) -> Asking:
        known = {
            "aws:principalarn": [role],
            "aws:principalaccount": [self.account],
            "aws:resourceaccount": [self.account],
            "aws:securetransport": ["true"],
            "aws:sourceip": ["127.0.0.1"],
            "aws:currenttime": [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())],
            "aws:epochtime": [str(int(time.time()))],
        }
        request = AccessRequest(action, resource, {**known, **context})
        return Asking(session_of(role), request, role)


def session_of(role: str) -> str:
    """Return the ARN of the session in which a role acts here."""
    partition, account = role.split(":")[1], role.split(":")[4]
    return f"arn:{partition}:sts::{account}:assumed-role/{role.rpartition('/')[2]}/local"


def _principal(role: str) -> Principal:
    return principals.role(role, session_of(role))


def _because(asking: Asking, decision: Decision) -> str:
    if decision.outcome == "explicit deny":
        kind = "a resource-based" if decision.by_resource else "an identity-based"
        return f"with an explicit deny in {kind} policy"
    missing = "identity-based" if asking.role else "resource-based"
    return f"because no {missing} policy allows the {asking.request.action} action"
