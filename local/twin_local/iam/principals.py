"""Who asks, and which statements of a resource's policy speak of it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from twin_local.iam.policy import Statement

EVERYONE = "*"


@dataclass(frozen=True)
class Principal:
    """Who asks.

    Attributes:
        kind: `Service`, `AWS` or `Federated`, as policies name it.
        names: as which an Allow names it itself.
        account_names: of its account. A Deny of these binds it; an Allow of these leaves the
            decision to the policies of the identity.
    """

    kind: str
    names: frozenset[str] = field(default_factory=frozenset)
    account_names: frozenset[str] = field(default_factory=frozenset)


ANONYMOUS = Principal("AWS")
"""Who has not signed: only statements for everyone speak of it."""


def service(name: str) -> Principal:
    """Return an AWS service, such as `events.amazonaws.com`."""
    return Principal("Service", frozenset({name}))


def role(arn: str, session: str) -> Principal:
    """Return a role in a session, by the ARNs of both."""
    partition, account = arn.split(":")[1], arn.split(":")[4]
    root = f"arn:{partition}:iam::{account}:root"
    return Principal("AWS", frozenset({arn, session}), frozenset({account, root}))


def speaking_of(statements: Iterable[Statement], principal: Principal) -> tuple[Statement, ...]:
    """Return the statements that grant to, or bind, a principal itself."""
    return tuple(one for one in statements if _speaks_of(one, principal))


def delegating(statements: Iterable[Statement], principal: Principal) -> tuple[Statement, ...]:
    """Return the statements that leave it to the principal's account to grant."""
    return tuple(
        one
        for one in statements
        if one.effect == "Allow" and _names(one, principal.kind, principal.account_names)
    )


def _speaks_of(statement: Statement, principal: Principal) -> bool:
    bound = principal.account_names if statement.effect == "Deny" else frozenset()
    if statement.excludes_principals:
        excluded = principal.names | principal.account_names
        return not _names(statement, principal.kind, excluded)
    return _names(statement, principal.kind, principal.names | bound)


def _names(statement: Statement, kind: str, wanted: frozenset[str]) -> bool:
    return any(
        name == EVERYONE or (named == kind and name in wanted)
        for named, listed in statement.principals.items()
        for name in listed
    )
