"""Input templates of pipes: placeholders `<$.body.x>` and `<aws.pipes.…>`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from twin_local.execution.events.paths import find
from twin_local.execution.types import Json

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|<([^<>\s]+)>')
PLACEHOLDER = re.compile(r"<([^<>\s]+)>")


def shape(template: str | None, event: Json, variables: Mapping[str, Json]) -> Json:
    """Return an event shaped by a template: as JSON when the result is, else as text.

    A `body` that is JSON in a text is read where a path goes into it.

    Raises:
        PathError: a path cannot be read.
    """
    if not template:
        return event

    def value(name: str) -> Json:
        if name.startswith("$"):
            return find(name, _opened(event) if name.startswith("$.body.") else event)
        return variables.get(name, f"<{name}>")

    def replace(token: re.Match[str]) -> str:
        if token.group(1):
            return json.dumps(value(token.group(1)))
        return PLACEHOLDER.sub(lambda inner: _inside(value(inner.group(1))), token.group())

    filled = TOKEN.sub(replace, template)
    try:
        return json.loads(filled)
    except ValueError:
        return filled


def _inside(value: Json) -> str:
    """Return the text of a value within a quoted string."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return json.dumps(text)[1:-1]


def _opened(event: Json) -> Json:
    if not isinstance(event, dict) or not isinstance(event.get("body"), str):
        return event
    opened: dict[str, Any] = dict(event)
    try:
        opened["body"] = json.loads(event["body"])
    except ValueError:
        return event
    return opened
