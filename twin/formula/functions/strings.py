"""Functions of texts.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-string-functions.html
"""

from __future__ import annotations

from twin.formula.functions.function import MANY, Function, of_texts, of_values
from twin.formula.java_format import java_format
from twin.formula.values import Value, short, text, written


def _join(delimiter: Value, *parts: Value) -> str:
    return short(text(delimiter).join(map(written, parts)))


def _format(first: Value, *arguments: Value) -> str:
    """Format as Java does; `format(x: "d")` comes with its conversion done, as one text."""
    return short(java_format(text(first), arguments) if arguments else text(first))


TABLE: dict[str, Function] = {
    "len": of_texts(1, lambda one: float(len(one))),
    # -1 where there is none, as Java's indexOf; the guide does not say.
    "find": of_texts(2, lambda one, part: float(one.find(part))),
    "contains": of_texts(2, lambda one, part: 1.0 if part in one else 0.0),
    "upper": of_texts(1, lambda one: short(one.upper())),
    "lower": of_texts(1, lambda one: short(one.lower())),
    "join": of_values(2, MANY, _join),
    "format": of_values(1, MANY, _format),
}
