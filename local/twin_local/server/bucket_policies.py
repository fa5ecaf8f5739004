"""Bucket policies as moto evaluates them, with what it leaves out.

moto would apply a statement whatever its condition says, so the usual "deny unless over TLS" would
deny everything; and it finds the permission to deliver access logs only in a statement with a
single resource.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from twin_local.execution.patching import replace

LOGGING = "logging.s3.amazonaws.com"
PUT = "s3:PutObject"
SECURE_TRANSPORT = "aws:securetransport"


def install() -> None:
    """Make moto's buckets honour conditions; installing twice is the same as once."""
    replace(FakeBucket, "get_permission", _permission)
    replace(FakeBucket, "_log_permissions_enabled_policy", staticmethod(_may_deliver_logs))


def _permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    if self.policy is None:
        return PermissionResult.NEUTRAL
    document = json.loads(self.policy.decode())
    applying = [one for one in _statements(document) if _applies(one)]
    if not applying:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**document, "Statement": applying})).is_action_permitted(
        action, resource
    )


def _may_deliver_logs(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Say whether S3's logging service may put objects below a prefix."""
    if target_bucket.policy is None:
        return False
    name = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}"
    return any(
        statement.get("Effect") == "Allow"
        and LOGGING in _listed(_principal(statement).get("Service"))
        and any(fnmatchcase(PUT, action) for action in _listed(statement.get("Action")))
        and any(fnmatchcase(f"{name}log", one) for one in _listed(statement.get("Resource")))
        for statement in _statements(json.loads(target_bucket.policy.decode()))
    )


def _principal(statement: dict[str, Any]) -> dict[str, Any]:
    principal = statement.get("Principal")
    return principal if isinstance(principal, dict) else {}


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    statements: Any = document.get("Statement", [])
    return [statements] if isinstance(statements, dict) else list(statements)


def _applies(statement: dict[str, Any]) -> bool:
    """Say whether a statement's condition holds for a request from this machine.

    The loopback interface counts as a secure transport. Keys that moto has no values for (such as
    the source of a service's request) never hold: those statements are for AWS services.
    """
    condition: dict[str, Any] = {
        f"{operator}.{key}".lower(): value
        for operator, keys in statement.get("Condition", {}).items()
        for key, value in keys.items()
    }
    return all(
        name == f"bool.{SECURE_TRANSPORT}" and str(value).lower() == "true"
        for name, value in condition.items()
    )
