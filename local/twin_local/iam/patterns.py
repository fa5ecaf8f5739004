"""Patterns of actions, resources and condition values: `*`, `?` and policy variables.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

VARIABLE = re.compile(r"\$\{([^}]*)\}")
LITERALS = {"*": "*", "?": "?", "$": "$"}
"""`${*}` stands for the character itself."""

Context = Mapping[str, Sequence[str]]
"""Values of condition keys, keys in lower case."""


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern covers a text, case-sensitive."""
    return _expression(pattern).fullmatch(text) is not None


@functools.lru_cache(maxsize=16_384)
def matches_action(pattern: str, action: str) -> bool:
    """Say whether a pattern covers an action; actions have no case."""
    return matches(pattern.lower(), action.lower())


def matches_arn(pattern: str, arn: str) -> bool:
    """Say whether a pattern covers an ARN, part by part: `*` does not reach over a colon."""
    if pattern == "*":
        return True
    wanted, found = pattern.split(":", 5), arn.split(":", 5)
    return len(wanted) == len(found) == 6 and all(map(matches, wanted, found))


def resolve(pattern: str, context: Context) -> str | None:
    """Return a pattern with its variables filled in, None where a key has not exactly one value.

    What a variable brings is no pattern: its wildcards are taken literally.
    """
    if "$" not in pattern:
        return pattern
    parts: list[str] = []
    end = 0
    for found in VARIABLE.finditer(pattern):
        value = _value(found[1], context)
        if value is None:
            return None
        parts += [pattern[end : found.start()], _literal(value)]
        end = found.end()
    return "".join([*parts, pattern[end:]])


def _value(name: str, context: Context) -> str | None:
    if name in LITERALS:
        return LITERALS[name]
    key, _, default = (part.strip() for part in name.partition(","))
    values = context.get(key.lower(), ())
    if len(values) == 1:
        return values[0]
    return default.strip("'") if default else None


def _literal(value: str) -> str:
    return re.sub(r"[*?]", lambda found: f"\0{'*?'.index(found[0])}", value)


@functools.lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped.replace("\0" + "0", r"\*").replace("\0" + "1", r"\?"), re.DOTALL)
