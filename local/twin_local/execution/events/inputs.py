"""What a target receives of an event: all of it, a part, a constant or a template."""

from __future__ import annotations

import json
import re
from typing import Any

from twin_local.execution.events.paths import find
from twin_local.execution.types import Json

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|<([\w.\-]+)>')
PLACEHOLDER = re.compile(r"<([\w.\-]+)>")


def shape_input(target: dict[str, Any], event: dict[str, Any], rule_arn: str) -> Json:
    """Return the input of a target (`Input`, `InputPath`, `InputTransformer` or the event).

    Raises:
        PathError: an input path cannot be read.
        ValueError: the constant input is not JSON.
    """
    if target.get("Input"):
        return json.loads(target["Input"])
    if target.get("InputPath"):
        return find(target["InputPath"], event)
    if transformer := target.get("InputTransformer"):
        paths = transformer.get("InputPathsMap") or {}
        values = {name: find(path, event) for name, path in paths.items()}
        return fill(transformer["InputTemplate"], values | _predefined(event, rule_arn))
    return event


def fill(template: str, values: dict[str, Any]) -> Json:
    """Return a template with its placeholders filled: as JSON when it is JSON, else as text."""

    def replace(token: re.Match[str]) -> str:
        if token.group(1):
            name = token.group(1)
            return json.dumps(values[name]) if name in values else token.group()
        return PLACEHOLDER.sub(lambda inner: _inside(values, inner), token.group())

    filled = TOKEN.sub(replace, template)
    try:
        return json.loads(filled)
    except ValueError:
        return filled


def _inside(values: dict[str, Any], placeholder: re.Match[str]) -> str:
    """Return the text of a value within a quoted string."""
    name = placeholder.group(1)
    if name not in values:
        return placeholder.group()
    value = values[name]
    text = value if isinstance(value, str) else json.dumps(value)
    return json.dumps(text)[1:-1]


def _predefined(event: dict[str, Any], rule_arn: str) -> dict[str, Any]:
    return {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_arn.rpartition("/")[2],
        "aws.events.event.ingestion-time": event["time"],
        "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
        "aws.events.event.json": event,
    }
