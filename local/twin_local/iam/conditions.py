"""Condition blocks: every operator and key must hold.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from twin_local.iam.errors import OperatorUnknown
from twin_local.iam.patterns import Context, matches, matches_arn, resolve

Test = Callable[[str, str], bool]
"""Compare a value of the request with a value of the policy."""

ALL, ANY, IF_EXISTS = "forallvalues:", "foranyvalue:", "ifexists"


def holds(block: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    """Say whether a statement's conditions hold for a request.

    Raises:
        OperatorUnknown: an operator is not evaluated here.
    """
    return all(
        _holds(name.lower(), context.get(key.lower()), _texts(wanted), context)
        for name, keys in block.items()
        for key, wanted in keys.items()
    )


def _holds(name: str, found: Sequence[str] | None, wanted: Sequence[str], context: Context) -> bool:
    if name == "null":
        return (found is None) == (wanted[0].lower() == "true")
    quantifier = next((one for one in (ALL, ANY) if name.startswith(one)), "")
    optional = name.endswith(IF_EXISTS)
    test, negated = _operator(name.removeprefix(quantifier).removesuffix(IF_EXISTS))
    if not found:
        return optional or quantifier == ALL or (negated and quantifier != ANY)
    patterns = [one for one in (resolve(value, context) for value in wanted) if one is not None]
    results = [any(test(value, pattern) for pattern in patterns) != negated for value in found]
    return any(results) if quantifier == ANY else all(results)


def _operator(name: str) -> tuple[Test, bool]:
    """Return the positive test of an operator, and whether the operator negates it."""
    negated = "not" in name
    test = TESTS.get(name.replace("not", "", 1) if negated else name)
    if test is None:
        raise OperatorUnknown(f"the condition operator {name!r} is not evaluated here")
    return test, negated


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


def _compared(compare: Callable[[Any, Any], bool], read: Callable[[str], Any]) -> Test:
    def test(found: str, wanted: str) -> bool:
        try:
            return compare(read(found), read(wanted))
        except ValueError:
            return False

    return test


def _moment(text: str) -> datetime:
    if text.replace(".", "", 1).isdigit():
        return datetime.fromtimestamp(float(text), UTC)
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_network(found: str, wanted: str) -> bool:
    try:
        return ipaddress.ip_address(found) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "lessthan": operator.lt,
    "lessthanequals": operator.le,
    "greaterthan": operator.gt,
    "greaterthanequals": operator.ge,
}
TESTS: dict[str, Test] = {
    "stringequals": lambda found, wanted: found == wanted,
    "stringequalsignorecase": lambda found, wanted: found.casefold() == wanted.casefold(),
    "stringlike": lambda found, wanted: matches(wanted, found),
    "bool": lambda found, wanted: found.lower() == wanted.lower(),
    "binaryequals": lambda found, wanted: found == wanted,
    "arnequals": lambda found, wanted: matches_arn(wanted, found),
    "arnlike": lambda found, wanted: matches_arn(wanted, found),
    "ipaddress": _in_network,
    **{f"numeric{name}": _compared(test, float) for name, test in _COMPARISONS.items()},
    **{f"date{name}": _compared(test, _moment) for name, test in _COMPARISONS.items()},
}
