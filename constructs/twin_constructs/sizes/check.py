"""The check as a plugin of the synth: a finding fails it, as those of the rule packs do."""

from __future__ import annotations

from collections.abc import Iterator

import jsii
from aws_cdk import (
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
)

from twin_constructs.sizes.assembly import Assembly, Template, read
from twin_constructs.sizes.excess import Excess
from twin_constructs.sizes.functions import check_functions
from twin_constructs.sizes.resource_policies import check_resource_policies
from twin_constructs.sizes.roles import check_roles


@jsii.implements(IPolicyValidationPlugin)
class SizeCheck:
    """Compares the sizes of policies, environments and code with what AWS takes."""

    @property
    def name(self) -> str:
        """Return the name that the report has."""
        return "Sizes"

    @property
    def version(self) -> str | None:
        """Return nothing: the check is of the version of the app."""
        return None

    @property
    def rule_ids(self) -> list[str] | None:
        """Return nothing: the rules are not reported to anyone."""
        return None

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Check all templates of the app."""
        violations = [_violation(*one) for one in excesses(read(context.template_paths))]
        return PolicyValidationPluginReport(success=not violations, violations=violations)


def excesses(assembly: Assembly) -> Iterator[tuple[Template, Excess]]:
    """Yield all that AWS would refuse for its size, with the template that it is in."""
    for check in (check_roles, check_functions, check_resource_policies):
        yield from check(assembly)


def _violation(template: Template, excess: Excess) -> PolicyViolation:
    return PolicyViolation(
        rule_name=excess.rule,
        description=excess.message,
        fix=excess.advice,
        severity="error",
        violating_resources=[
            PolicyViolatingResource(
                resource_logical_id=excess.logical_id,
                template_path=str(template.path),
                locations=[f"Properties/{excess.property_path}".rstrip("/")],
            )
        ],
    )
