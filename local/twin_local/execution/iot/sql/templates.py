"""Substitution templates: texts with `${expression}` in the settings of actions."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot.sql.errors import SqlError
from twin_local.execution.iot.sql.evaluation import UNDEFINED, Subject, evaluate
from twin_local.execution.iot.sql.parser import parse_expression
from twin_local.execution.iot.sql.syntax import Constant, Expression


@dataclass(frozen=True)
class Template:
    """A text whose parts are evaluated over the message that the rule received."""

    text: str
    parts: tuple[Expression, ...]

    def fill(self, subject: Subject) -> str:
        """Return the text for a message; what has no value becomes nothing."""
        return "".join(_written(part, subject) for part in self.parts)


def parse_template(text: str) -> Template:
    """Read a text with substitutions.

    Raises:
        SqlError: a substitution does not end or is not an expression that is run here.
    """
    parts: list[Expression] = []
    position = 0
    while (start := text.find("${", position)) >= 0:
        end = text.find("}", start)
        if end < 0:
            raise SqlError("a substitution has no closing brace", text=text, position=start)
        parts += [Constant(text[position:start]), parse_expression(text[start + 2 : end])]
        position = end + 1
    return Template(text, (*parts, Constant(text[position:])))


def _written(part: Expression, subject: Subject) -> str:
    value = evaluate(part, subject)
    if value is UNDEFINED:
        return ""
    return value if isinstance(value, str) else encode(value).decode()
