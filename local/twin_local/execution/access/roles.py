"""The policies of roles, as moto keeps them."""

from __future__ import annotations

import functools
import json

from moto.iam.models import ManagedPolicy, Role, iam_backends

from twin_local.execution.arns import ArnError, parse
from twin_local.iam.policy import Statement, read_policy

PARTITION = "aws"


def statements_of(role_arn: str) -> tuple[Statement, ...]:
    """Return every statement of a role, none where the role does not exist any more."""
    role = find_role(role_arn)
    if role is None:
        return ()
    inline = [(name, text) for name, text in role.policies.items()]
    managed = [(one.name, _document(one)) for one in role.managed_policies.values()]
    return tuple(
        statement
        for name, document in (*inline, *managed)
        for statement in _read(document, f"{role.name}/{name}")
    )


def trust_of(role_arn: str) -> tuple[Statement, ...]:
    """Return the statements of a role's trust policy, none where there is no such role.

    Raises:
        PolicyMalformed: what was given is not a policy.
    """
    role = find_role(role_arn)
    if role is None:
        return ()
    document = role.assume_role_policy_document
    return _read(document if isinstance(document, str) else json.dumps(document), role_arn)


def find_role(role_arn: str) -> Role | None:
    """Return a role by its ARN."""
    try:
        parsed = parse(role_arn)
    except ArnError:
        return None
    name = role_arn.rpartition("/")[2]
    for role in list(iam_backends[parsed.account][PARTITION].roles.values()):
        # moto writes the ARN anew each time it is asked for it.
        if role.name == name and role.arn == role_arn:
            return role
    return None


def role_arns(account: str) -> list[str]:
    """Return the ARNs of all roles of an account."""
    return [role.arn for role in list(iam_backends[account][PARTITION].roles.values())]


def _document(policy: ManagedPolicy) -> str:
    return next(str(one.document) for one in policy.versions if one.is_default)


@functools.lru_cache(maxsize=1024)
def _read(document: str, name: str) -> tuple[Statement, ...]:
    return read_policy(document, name=name)
