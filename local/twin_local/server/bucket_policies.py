"""Bucket policies where moto asks for them, decided as all other policies are.

moto would apply a statement whatever its principal and condition say, so the usual "deny unless
over TLS" would deny everything; and it finds the permission to deliver access logs only in a
statement with a single resource. What roles may do is decided before moto is asked.
"""

from __future__ import annotations

import dataclasses

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from twin_local.execution.access.resource_policies import statements_on
from twin_local.execution.patching import replace
from twin_local.iam import principals
from twin_local.iam.errors import PolicyError
from twin_local.iam.evaluation import AccessRequest, Outcome, applies, decide
from twin_local.iam.principals import ANONYMOUS, speaking_of

LOGGING = "logging.s3.amazonaws.com"
PUT = "s3:PutObject"
FROM_HERE = {"aws:securetransport": ["true"], "aws:sourceip": ["127.0.0.1"]}
"""What is known of a request from this machine: the loopback interface counts as secure."""

RESULTS: dict[Outcome, PermissionResult] = {
    "allowed": PermissionResult.PERMITTED,
    "explicit deny": PermissionResult.DENIED,
    "no statement allows": PermissionResult.NEUTRAL,
}


def install() -> None:
    """Make moto's buckets honour conditions; installing twice is the same as once."""
    replace(FakeBucket, "get_permission", _permission)
    replace(FakeBucket, "_log_permissions_enabled_policy", staticmethod(_may_deliver_logs))


def _permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """Return what the policy says of everyone."""
    try:
        statements = speaking_of(statements_on(self.arn), ANONYMOUS)
        return RESULTS[decide(AccessRequest(action, resource, FROM_HERE), statements).outcome]
    except PolicyError:  # guessing would grant
        return PermissionResult.DENIED


def _may_deliver_logs(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Say whether S3's logging service may put objects below a prefix, whichever bucket logs."""
    request = AccessRequest(PUT, f"{target_bucket.arn}/{target_prefix or ''}log")
    statements = speaking_of(statements_on(target_bucket.arn), principals.service(LOGGING))
    return any(
        one.effect == "Allow" and applies(dataclasses.replace(one, condition={}), request)
        for one in statements
    )
