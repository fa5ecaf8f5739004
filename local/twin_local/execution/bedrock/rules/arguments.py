"""Fill the arguments of a tool from a text, by the JSON Schema of its input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twin_local.execution.bedrock.rules.words import stems

NUMBER = re.compile(r"(?<![\w-])[-+]?\d+(?:\.\d+)?(?![\w-]*-)")
QUOTED = re.compile(r"[\"“']([^\"”']+)[\"”']")
IDENTIFIER = re.compile(r"\b(?:[A-Za-z]+[-_]?\d+(?:[-_]\w+)*|[A-Za-z]+(?:[-_]\w+)+)\b")
PHRASE = re.compile(
    r"\b(?:of|for|on|at|about|in)\s+(?:the\s+)?([A-Za-z][\w ]*?)"
    r"(?=[?.,!]|\s(?:to|is|at|from|in|for|over|during|last|since)\b|$)"
)
TIME = re.compile(r"\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?\b")
SPAN = re.compile(r"\blast\s+(?:(\d+)\s+)?(minute|hour|day|week)s?\b", re.IGNORECASE)
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
NEGATIONS = frozenset({"no", "not", "off", "stop", "disable", "without", "false"})


@dataclass
class Text:
    """A text whose parts are used up, so that no number stands for two arguments."""

    text: str
    used: set[tuple[int, int]] = field(default_factory=set)

    def take(self, pattern: re.Pattern[str], near: str = "") -> str | None:
        """Return the match nearest behind a word, or the first that is left."""
        matches = [match for match in pattern.finditer(self.text) if match.span() not in self.used]
        if not matches:
            return None
        place = self._place(near)
        chosen = min(matches, key=lambda match: (match.start() < place, match.start()))
        self.used.add(chosen.span())
        return chosen.group(chosen.lastindex or 0).strip()

    def _place(self, near: str) -> int:
        for word in near.replace("_", " ").lower().split():
            if (found := self.text.lower().find(word)) >= 0:
                return found
        return 0


def fill(schema: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the arguments that a text gives, and the names of required ones that it does not."""
    source = Text(text)
    fields: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    required = set(schema.get("required", ()))
    order = sorted(fields, key=lambda name: (name not in required, list(fields).index(name)))
    found: dict[str, Any] = {}
    for name in order:
        value = _value(name, fields[name], source, is_required=name in required)
        if value is not None:
            found[name] = value
    return found, [name for name in order if name in required and name not in found]


def _value(name: str, schema: Mapping[str, Any], source: Text, *, is_required: bool) -> Any:
    kind = schema.get("type", "string")
    if choices := schema.get("enum"):
        value = _chosen(choices, source.text)
    elif kind in ("number", "integer"):
        value = _number(name, schema, source)
    elif kind == "boolean":
        value = _boolean(name, source.text)
    elif kind == "array":
        items = _array(name, schema.get("items", {}), source)
        value = items or None
    elif kind == "object":
        inner, missing = fill(schema, source.text)
        value = None if missing or not inner else inner
    else:
        value = _string(schema, source, is_required=is_required)
    return schema.get("default") if value is None else value


def _chosen(choices: list[Any], text: str) -> Any:
    words = stems(text)
    return next((one for one in choices if stems(str(one)) and stems(str(one)) <= words), None)


def _number(name: str, schema: Mapping[str, Any], source: Text) -> float | int | None:
    span = SPAN.search(source.text)
    if span and stems(name) & {"second", "hour", "minute", "day", "window", "duration"}:
        seconds = int(span.group(1) or 1) * SECONDS[span.group(2).lower()]
        unit = next((unit for unit in SECONDS if unit in name.lower()), None)
        return seconds // SECONDS[unit] if unit else seconds
    taken = source.take(NUMBER, near=name)
    if taken is None:
        return None
    value = float(taken)
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    if not low <= value <= high:
        return None
    return int(value) if schema.get("type") == "integer" or "." not in taken else value


def _boolean(name: str, text: str) -> bool | None:
    words = set(re.findall(r"[a-z]+", text.lower()))
    return not words & NEGATIONS if stems(name) & stems(text) else None


def _array(name: str, items: Mapping[str, Any], source: Text) -> list[Any]:
    found = []
    while (value := _value(name, items, source, is_required=True)) is not None:
        found.append(value)
        if "enum" in items or "default" in items:
            break
    return found


def _string(schema: Mapping[str, Any], source: Text, *, is_required: bool) -> str | None:
    if schema.get("format") in ("date-time", "date"):
        return source.take(TIME)
    patterns = (QUOTED, IDENTIFIER, PHRASE) if is_required else (QUOTED, IDENTIFIER)
    for pattern in patterns:
        if (value := source.take(pattern)) is not None:
            return value
    return None
