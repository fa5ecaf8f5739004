"""Choose the tool that a question is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin_local.execution.bedrock.rules.words import stems

NAME_WEIGHT, VALUE_WEIGHT, FIELD_WEIGHT, TEXT_WEIGHT = 3, 2, 1, 1
LEAST_SCORE = 2
"""Below this, no tool is meant."""


@dataclass(frozen=True)
class Tool:
    """A tool of a request; `schema` is the JSON Schema of its input."""

    name: str
    description: str
    schema: Mapping[str, Any]

    def score(self, question: set[str]) -> int:
        """Return how much a question speaks of the tool."""
        fields = stems(" ".join(self.schema.get("properties", {})))
        values = stems(" ".join(_enumerated(self.schema)))
        return (
            NAME_WEIGHT * len(question & stems(self.name))
            + TEXT_WEIGHT * len(question & stems(self.description))
            + FIELD_WEIGHT * len(question & fields)
            + VALUE_WEIGHT * len(question & values)
        )


def choose(tools: Sequence[Tool], text: str, *, forced: str | None, must: bool) -> Tool | None:
    """Return the tool for a text: the forced one, or the best; the first of equals.

    With `must`, one is returned however little it fits.
    """
    if forced is not None:
        return next((tool for tool in tools if tool.name == forced), None)
    question = stems(text)
    best = max(tools, key=lambda tool: tool.score(question), default=None)
    if best is None or (best.score(question) < LEAST_SCORE and not must):
        return None
    return best


def _enumerated(schema: Mapping[str, Any]) -> list[str]:
    fields: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    return [str(value) for field in fields.values() for value in field.get("enum", ())]
