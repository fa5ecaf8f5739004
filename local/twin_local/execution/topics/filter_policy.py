"""Subscription filter policies: whether a message is for a subscription.

https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twin_local.execution.events.pattern import matches
from twin_local.execution.types import Json

BODY = "MessageBody"


def is_for(
    policy: Mapping[str, Json] | None,
    scope: str | None,
    attributes: Mapping[str, Json] | None,
    message: str,
) -> bool:
    """Say whether a message passes a policy, by its attributes or (scope MessageBody) its JSON."""
    if not policy:
        return True
    if scope != BODY:
        return matches(dict(policy), _values(attributes or {}))
    try:
        body = json.loads(message)
    except ValueError:
        return False
    return isinstance(body, dict | list) and matches(dict(policy), body)


def _values(attributes: Mapping[str, Json]) -> dict[str, Json]:
    """Return attributes as JSON; binary ones are ignored, an array matches by each element."""
    values = {name: _value(attribute) for name, attribute in attributes.items()}
    return {name: value for name, value in values.items() if value is not None}


def _value(attribute: Mapping[str, Any]) -> Json:
    kind, text = str(attribute["Type"]), attribute.get("Value")
    if kind.startswith("Binary"):
        return None
    try:
        if kind == "Number" or kind.startswith("Number."):
            return float(str(text))
        if kind == "String.Array":
            return json.loads(str(text))
    except ValueError:
        return None
    return text
