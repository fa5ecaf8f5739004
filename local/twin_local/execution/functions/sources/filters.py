"""Filter criteria of event source mappings: a record passes that one of the patterns matches.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twin_local.execution.events.pattern import matches
from twin_local.execution.types import Json

MAXIMUM_FILTERS = 10


class FilterInvalid(ValueError):
    """A filter is no pattern; the text is AWS's."""


def read_patterns(criteria: Mapping[str, Any] | None) -> list[dict[str, Json]]:
    """Return the patterns of filter criteria.

    Raises:
        FilterInvalid: one is no JSON object, or there are more than ten.
    """
    filters = (criteria or {}).get("Filters") or []
    if len(filters) > MAXIMUM_FILTERS:
        raise FilterInvalid(f"Too many filters: at most {MAXIMUM_FILTERS} are allowed.")
    patterns = []
    for one in filters:
        try:
            pattern = json.loads(one.get("Pattern") or "{}")
        except ValueError as error:
            raise FilterInvalid("Invalid filter pattern definition.") from error
        if not isinstance(pattern, dict):
            raise FilterInvalid("Invalid filter pattern definition.")
        patterns.append(pattern)
    return patterns


def passes(patterns: list[dict[str, Json]], record: Mapping[str, Any]) -> bool:
    """Say whether a record passes; without patterns every one does.

    A `body` that is JSON is matched as what it holds, where a pattern asks for its members.
    """
    return not patterns or any(matches(one, _readable(one, record)) for one in patterns)


def _readable(pattern: dict[str, Json], record: Mapping[str, Any]) -> dict[str, Json]:
    if not isinstance(pattern.get("body"), dict):
        return dict(record)
    try:
        return {**record, "body": json.loads(record["body"])}
    except ValueError:
        return {**record, "body": None}
