"""Decide a call by the IAM policy that a Lambda authorizer returned."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

INVOKE = "execute-api:invoke"


class Decision(Enum):
    """What a policy says of a call."""

    ALLOW = "allow"
    DENY = "explicit deny"
    SILENT = "no statement matches"


def decide(policy: dict[str, Any], arn: str) -> Decision:
    """Evaluate the statements for invoking `arn`; an explicit deny wins."""
    effects = {
        str(statement.get("Effect"))
        for statement in _list(policy.get("Statement"))
        if _matches(statement, arn)
    }
    if "Deny" in effects:
        return Decision.DENY
    return Decision.ALLOW if "Allow" in effects else Decision.SILENT


def _matches(statement: dict[str, Any], arn: str) -> bool:
    actions = [action.lower() for action in _list(statement.get("Action"))]
    resources = _list(statement.get("Resource"))
    return any(_glob(action, INVOKE) for action in actions) and any(
        _glob(resource, arn) for resource in resources
    )


def _glob(pattern: str, text: str) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
