"""Bucket policies as moto evaluates them, with the conditions it leaves out.

moto would apply a statement whatever its condition says, so the usual "deny unless over TLS" would
deny everything.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from twin_local.execution.patching import replace

SECURE_TRANSPORT = "aws:securetransport"


def install() -> None:
    """Make moto's buckets honour conditions; installing twice is the same as once."""
    replace(FakeBucket, "get_permission", _permission)


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
