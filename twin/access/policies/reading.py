"""Read the site's own Cedar policies and say what is wrong with them, each with its line.

Only those who make a site need this: functions get policies that were read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cedarpy

from twin.access.policies.schema import ATTRIBUTES, schema_of
from twin.access.policies.split import Piece, split
from twin.access.site_access import SiteAccess, SitePolicy

MANUAL = "docs.cedarpolicy.com/policies/syntax-policy.html"


@dataclass(frozen=True)
class PolicyFinding:
    """One mistake in a text of policies; `line` counts from 1 in that text."""

    line: int
    policy: str
    message: str
    found: str
    expected: str


@dataclass(frozen=True)
class PolicyText:
    """The policies of one text, and its mistakes."""

    policies: tuple[SitePolicy, ...]
    findings: tuple[PolicyFinding, ...]


def read_policies(name: str, text: str, access: SiteAccess) -> PolicyText:
    """Read the policies of a text; `name` is that of its file, and `access` what they may read.

    A policy without `@id` is known by its number. Every policy is checked against the site's
    schema in strict mode: https://docs.cedarpolicy.com/policies/validation.html
    """
    schema = cedarpy.Schema.from_str(schema_of(access))
    policies: dict[str, SitePolicy] = {}
    findings: list[PolicyFinding] = []
    for number, piece in enumerate(split(text), start=1):
        policy_id = f"site:{name}:{piece.name or number}"
        wrong = list(_findings(policy_id, piece, schema, access))
        if policy_id in policies:
            wrong.append(_twice(policy_id, piece, policies[policy_id]))
        findings += wrong
        if not wrong:
            effect = _static(piece)["effect"]
            source = f"{name}:{piece.line}"
            policies[policy_id] = SitePolicy(policy_id, effect, piece.text, source)
    return PolicyText(tuple(policies.values()), tuple(findings))


def _findings(
    policy_id: str, piece: Piece, schema: cedarpy.Schema, access: SiteAccess
) -> Iterator[PolicyFinding]:
    try:
        policy = _static(piece)
    except ValueError as problem:
        found = str(problem)
        yield PolicyFinding(piece.line, policy_id, "this is no Cedar policy", found, MANUAL)
        return
    for name in sorted(_asked(policy) - _known(access)):
        yield PolicyFinding(
            piece.line,
            policy_id,
            "nothing has an attribute of this name",
            name,
            f"one of {', '.join(sorted(_known(access)))}",
        )
    for error in cedarpy.validate_policies(piece.text, schema).errors:
        message = error.error.removeprefix("for policy `policy0`, ")
        yield PolicyFinding(
            piece.line,
            policy_id,
            "the policy does not fit the schema",
            message,
            "what `twin explain --schema` shows",
        )


def _static(piece: Piece) -> dict[str, Any]:
    """Return the one policy of a piece.

    Raises:
        ValueError: it is none, or a template, which decides nothing by itself.
    """
    found = json.loads(cedarpy.policies_to_json_str(piece.text))
    if found["templates"]:
        raise ValueError("a template with slots such as ?principal")
    (policy,) = found["staticPolicies"].values()
    return dict(policy)


def _asked(node: object) -> set[str]:
    """Return the names of attributes in `has`: the engine takes an unknown one for absent."""
    if isinstance(node, Mapping):
        below = {name for value in node.values() for name in _asked(value)}
        asked = node.get("has")
        own = asked.get("attr") if isinstance(asked, Mapping) else None
        return below | {own} if isinstance(own, str) else below
    if isinstance(node, list):
        return {name for value in node for name in _asked(value)}
    return set()


def _known(access: SiteAccess) -> set[str]:
    return {*ATTRIBUTES, *access.user_attributes, *(name for name, _ in access.metadata)}


def _twice(policy_id: str, piece: Piece, first: SitePolicy) -> PolicyFinding:
    return PolicyFinding(
        piece.line,
        policy_id,
        "two policies have the same @id",
        f"the id of {first.source}",
        "an @id of its own for each policy of the file",
    )
