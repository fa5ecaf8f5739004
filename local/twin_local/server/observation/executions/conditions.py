"""The rule of a Choice state in a few words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

OPERATORS = {
    "Equals": "=",
    "EqualsPath": "=",
    "GreaterThan": ">",
    "GreaterThanPath": ">",
    "GreaterThanEquals": "≥",
    "GreaterThanEqualsPath": "≥",
    "LessThan": "<",
    "LessThanPath": "<",
    "LessThanEquals": "≤",
    "LessThanEqualsPath": "≤",
    "Matches": "matches",
}
KINDS = ("String", "Numeric", "Boolean", "Timestamp")
TESTS = {
    "IsBoolean": "a boolean",
    "IsNull": "null",
    "IsNumeric": "a number",
    "IsPresent": "present",
    "IsString": "a text",
    "IsTimestamp": "a time stamp",
}
LONGEST = 80


def condition(rule: Mapping[str, Any]) -> str:
    """Return the condition of a rule, shortened."""
    text = _condition(rule)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _condition(rule: Mapping[str, Any]) -> str:
    if "Condition" in rule:
        return str(rule["Condition"])
    if "Not" in rule:
        return f"not ({_condition(rule['Not'])})"
    for name, word in (("And", " and "), ("Or", " or ")):
        if name in rule:
            return word.join(_condition(part) for part in rule[name])
    return _comparison(rule)


def _comparison(rule: Mapping[str, Any]) -> str:
    variable = str(rule.get("Variable", ""))
    for name, value in rule.items():
        if name in TESTS:
            return f"{variable} is {'' if value else 'not '}{TESTS[name]}"
        for kind in KINDS:
            operator = OPERATORS.get(name.removeprefix(kind)) if name.startswith(kind) else None
            if operator:
                return f"{variable} {operator} {json.dumps(value, ensure_ascii=False)}"
    return variable
