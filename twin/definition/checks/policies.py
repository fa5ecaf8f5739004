"""Cedar policies: each is one, fits the schema of the site, and has an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.definition.access import PolicySource
from twin.definition.checks.scope import Scope
from twin.definition.policy_texts import policy_texts

if TYPE_CHECKING:
    from twin.access.policies.reading import PolicyFinding

CODE = "POLICY_INVALID"


def check(scope: Scope) -> None:
    """Check the policies of the section `access`."""
    sources = scope.site.access.policies
    seen: set[str] = set()
    for number, text in policy_texts(scope.site.access):
        for finding in text.findings:
            _add(scope, number, sources[number], finding)
        for policy in text.policies:
            if policy.policy_id in seen:
                scope.report.add(
                    CODE,
                    ("access", "policies", number),
                    "the file is named twice",
                    found=policy.source,
                    expected="each file of policies once",
                )
                break
            seen.add(policy.policy_id)


def _add(scope: Scope, number: int, source: PolicySource, finding: PolicyFinding) -> None:
    """Report a mistake with the line of the `.cedar` file, or with that of a text in the site."""
    place = f"{source.file}:{finding.line}" if source.file else f"line {finding.line} of the text"
    scope.report.add(
        CODE,
        ("access", "policies", number),
        f"{place}: {finding.policy}: {finding.message}",
        found=finding.found,
        expected=finding.expected,
    )
