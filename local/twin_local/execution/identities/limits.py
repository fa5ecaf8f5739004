"""How long policies may be, and how many a role has.

White space does not count.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import Any

from moto.iam.exceptions import LimitExceededException
from moto.iam.models import IAMBackend

from twin_local.execution.patching import before

LONGEST_INLINE = 10_240
"""Characters of all inline policies of a role together."""

LONGEST_MANAGED = 6_144
LONGEST_TRUST = 2_048
MAXIMUM_ATTACHED = 10
"""Managed policies of one role."""


def install() -> None:
    """Check documents before moto takes them."""
    before(IAMBackend, "create_role", _check_new_trust)
    before(IAMBackend, "update_assume_role_policy", _check_trust)
    before(IAMBackend, "put_role_policy", _check_inline)
    before(IAMBackend, "attach_role_policy", _check_attached)
    before(IAMBackend, "create_policy", _check_managed)
    before(IAMBackend, "create_policy_version", _check_version)


def _check_new_trust(
    backend: IAMBackend, role_name: str, assume_role_policy_document: str, *_: Any, **more: Any
) -> None:
    _check_trust(backend, role_name, assume_role_policy_document)


def _check_trust(backend: IAMBackend, role_name: str, policy_document: str) -> None:
    _require(policy_document, LONGEST_TRUST, "ACLSizePerRole")


def _check_inline(backend: IAMBackend, role_name: str, policy_name: str, policy_json: str) -> None:
    kept = dict(backend.get_role(role_name).policies)
    kept[policy_name] = policy_json
    if sum(_length(text) for text in kept.values()) > LONGEST_INLINE:
        raise LimitExceededException(
            f"Maximum policy size of {LONGEST_INLINE} bytes exceeded for role {role_name}"
        )


def _check_attached(backend: IAMBackend, policy_arn: str, role_name: str) -> None:
    attached = set(backend.get_role(role_name).managed_policies)
    if len(attached | {policy_arn}) > MAXIMUM_ATTACHED:
        raise LimitExceededException(f"Cannot exceed quota for PoliciesPerRole: {MAXIMUM_ATTACHED}")


def _check_managed(
    backend: IAMBackend, description: str, path: str, policy_document: str, *_: Any
) -> None:
    _require(policy_document, LONGEST_MANAGED, "PolicySize")


def _check_version(
    backend: IAMBackend, policy_arn: str, policy_document: str, set_as_default: bool
) -> None:
    _require(policy_document, LONGEST_MANAGED, "PolicySize")


def _require(document: str, longest: int, quota: str) -> None:
    if _length(document) > longest:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {longest}")


def _length(document: str) -> int:
    return len("".join(document.split()))
