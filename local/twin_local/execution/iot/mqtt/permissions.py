"""What a connection may do: the policies of its principal, with the connection's variables.

https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from twin_local.execution.access.guard import AccessDenied, Guard
from twin_local.iam.errors import PolicyError
from twin_local.iam.evaluation import AccessRequest, decide
from twin_local.iam.patterns import Context
from twin_local.iam.policy import Statement

LOG = logging.getLogger(__name__)
DECISION_SECONDS = 1.0
"""How long a decision is used again; AWS IoT Core holds policies for minutes."""

KEPT_DECISIONS = 1024


class Authority(Protocol):
    """What decides for a principal."""

    def allows(self, action: str, resource: str, context: Context) -> bool:
        """Say whether an action on a resource is allowed."""


class Owner:
    """Who runs the embedded AWS, whom no policy binds."""

    def allows(self, action: str, resource: str, context: Context) -> bool:
        """Allow everything."""
        return True


@dataclass(frozen=True)
class RoleAuthority:
    """The IAM policies of a role; refusals are reported as those of its other calls are."""

    guard: Guard
    role: str

    def allows(self, action: str, resource: str, context: Context) -> bool:
        """Say whether the role's policies allow an action."""
        try:
            self.guard.require(self.role, action, resource, context)
        except AccessDenied:
            return False
        return True


@dataclass(frozen=True)
class PolicyAuthority:
    """IoT policies; `read` returns their statements as they are now."""

    read: Callable[[], tuple[Statement, ...]]

    def allows(self, action: str, resource: str, context: Context) -> bool:
        """Say whether the policies allow an action; one that cannot be evaluated allows none."""
        try:
            return decide(AccessRequest(action, resource, context), self.read()).is_allowed
        except PolicyError as error:
            LOG.error("%s on %s is denied: %s", action, resource, error)
            return False


@dataclass(frozen=True)
class Lifetime:
    """How long an authentication holds; `renew` returns what decides from then on, None to end."""

    ends_after: float
    renews_after: float
    renew: Callable[[], Authority | None]


@dataclass(frozen=True)
class Principal:
    """Who a connection belongs to; `variables` are condition keys in lower case."""

    identifier: str
    authority: Authority
    variables: Mapping[str, str] = field(default_factory=dict)
    lifetime: Lifetime | None = None


class Permissions:
    """Decides what one connection asks for."""

    def __init__(
        self,
        principal: Principal,
        *,
        client_id: str,
        address: str,
        arn_prefix: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.authority = principal.authority
        self._prefix = arn_prefix
        self._clock = clock
        self._context = {
            "iot:clientid": [client_id],
            "iot:sourceip": [address],
            "aws:sourceip": [address],
            **{key: [value] for key, value in principal.variables.items()},
        }
        self._decisions: dict[tuple[str, str, str], tuple[bool, float]] = {}

    def may(self, action: str, kind: str, name: str) -> bool:
        """Say whether `iot:<action>` on `<kind>/<name>` is allowed."""
        key, now = (action, kind, name), self._clock()
        known = self._decisions.get(key)
        if known is not None and known[1] > now:
            return known[0]
        resource = f"{self._prefix}{kind}/{name}"
        allowed = self.authority.allows(f"iot:{action}", resource, self._context)
        if len(self._decisions) >= KEPT_DECISIONS:
            self._decisions.clear()
        self._decisions[key] = (allowed, now + DECISION_SECONDS)
        return allowed

    def renew(self, authority: Authority) -> None:
        """Decide by other policies from now on."""
        self.authority = authority
        self._decisions.clear()
