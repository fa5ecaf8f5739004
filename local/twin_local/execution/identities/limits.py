"""How long policies may be, and how many a role has.

White space does not count.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import Any

from moto.iam.exceptions import LimitExceededException
from moto.iam.models import IAMBackend, ManagedPolicy, Role

from twin_local.execution.patching import original, replace

LONGEST_INLINE = 10_240
"""Characters of all inline policies of a role together."""

LONGEST_MANAGED = 6_144
LONGEST_TRUST = 2_048
MAXIMUM_ATTACHED = 10
"""Managed policies of one role."""


def install() -> None:
    """Check documents before moto takes them."""
    replace(IAMBackend, "create_role", _create_role)
    replace(IAMBackend, "update_assume_role_policy", _update_trust)
    replace(IAMBackend, "put_role_policy", _put_role_policy)
    replace(IAMBackend, "attach_role_policy", _attach)
    replace(IAMBackend, "create_policy", _create_policy)
    replace(IAMBackend, "create_policy_version", _create_version)


def _create_role(
    backend: IAMBackend, role_name: str, assume_role_policy_document: str, *rest: Any, **named: Any
) -> Role:
    _require(assume_role_policy_document, LONGEST_TRUST, "ACLSizePerRole")
    create = original(IAMBackend, "create_role")
    made: Role = create(backend, role_name, assume_role_policy_document, *rest, **named)
    return made


def _update_trust(backend: IAMBackend, role_name: str, policy_document: str) -> None:
    _require(policy_document, LONGEST_TRUST, "ACLSizePerRole")
    original(IAMBackend, "update_assume_role_policy")(backend, role_name, policy_document)


def _put_role_policy(
    backend: IAMBackend, role_name: str, policy_name: str, policy_json: str
) -> None:
    kept = dict(backend.get_role(role_name).policies)
    kept[policy_name] = policy_json
    if sum(_length(text) for text in kept.values()) > LONGEST_INLINE:
        raise LimitExceededException(
            f"Maximum policy size of {LONGEST_INLINE} bytes exceeded for role {role_name}"
        )
    original(IAMBackend, "put_role_policy")(backend, role_name, policy_name, policy_json)


def _attach(backend: IAMBackend, policy_arn: str, role_name: str) -> None:
    attached = set(backend.get_role(role_name).managed_policies)
    if len(attached | {policy_arn}) > MAXIMUM_ATTACHED:
        raise LimitExceededException(f"Cannot exceed quota for PoliciesPerRole: {MAXIMUM_ATTACHED}")
    original(IAMBackend, "attach_role_policy")(backend, policy_arn, role_name)


def _create_policy(
    backend: IAMBackend, description: str, path: str, policy_document: str, *rest: Any
) -> ManagedPolicy:
    _require(policy_document, LONGEST_MANAGED, "PolicySize")
    create = original(IAMBackend, "create_policy")
    made: ManagedPolicy = create(backend, description, path, policy_document, *rest)
    return made


def _create_version(
    backend: IAMBackend, policy_arn: str, policy_document: str, set_as_default: bool
) -> Any:
    _require(policy_document, LONGEST_MANAGED, "PolicySize")
    create = original(IAMBackend, "create_policy_version")
    return create(backend, policy_arn, policy_document, set_as_default)


def _require(document: str, longest: int, quota: str) -> None:
    if _length(document) > longest:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {longest}")


def _length(document: str) -> int:
    return len("".join(document.split()))
