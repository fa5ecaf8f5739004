"""Formatted texts, `f'abc{1 + 2: "f"}d'`, as the parser reads them.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-string-functions.html
"""

from __future__ import annotations

import re
from collections.abc import Callable

from twin.formula.errors import FormulaSyntaxError
from twin.formula.java_format import conversion_of
from twin.formula.nodes import Formatted, Node, Template

Parse = Callable[[str], Node]

_PART = re.compile(r"([^{}]+)|\{([^{}]*)\}|(.)", re.DOTALL)


def formatted(value: Node, conversion: str) -> Formatted:
    """Return a value with its conversion.

    Raises:
        FormulaSyntaxError: Java has no such conversion.
    """
    if conversion_of(conversion.removeprefix("%")) is None:
        raise FormulaSyntaxError(
            "this is no conversion", found=repr(conversion), expected='such as "d" or ".2f"'
        )
    return Formatted(value, conversion.removeprefix("%"))


def template(text: str, parse: Parse) -> Template:
    """Return the parts of a formatted text.

    Raises:
        FormulaSyntaxError: a brace has no partner, or a field holds no formula.
    """
    return Template(tuple(_part(match, parse) for match in _PART.finditer(text)))


def _part(match: re.Match[str], parse: Parse) -> str | Node:
    literal, field, stray = match.groups()
    if stray:
        raise FormulaSyntaxError("a brace has no partner", found=stray, expected='{value: "f"}')
    return literal or _field(field, parse)


def _field(text: str, parse: Parse) -> Node:
    match = re.fullmatch(r"(?s)(.+?)(?::\s*(?:\"([^\"]*)\"|'([^']*)'))?\s*", text)
    if match is None:
        raise FormulaSyntaxError("an empty field", found="{}", expected='{value: "f"}')
    value, double_quoted, single_quoted = match.groups()
    conversion = double_quoted or single_quoted
    return formatted(parse(value), conversion) if conversion else parse(value)
