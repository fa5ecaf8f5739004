"""The site fits into the quotas that a deployment would hit.

The numbers stand in `twin/quota/quotas.yaml`. What AWS does not raise, and what no source calls
adjustable, is a mistake where the site exceeds it; what AWS raises on request is a warning, which
the account may have answered already. `quotas` of the site file says what the account has.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from twin.definition.checks.scope import Scope
from twin.definition.key_path import dotted
from twin.definition.quota_uses import Use, quota_uses
from twin.definition.site import SiteDefinition
from twin.quota import QUOTAS

SERVICES = {
    "iotsitewise": "SiteWise",
    "iottwinmaker": "TwinMaker",
    "lambda": "Lambda",
    "fargate": "Fargate",
    "ec2": "EC2",
}

OF_FORMULAS = frozenset({"variables_per_formula", "functions_per_formula"})
"""Reported where formulas are checked, as what SiteWise would refuse in them."""


@dataclass(frozen=True)
class QuotaWarning:
    """More than AWS allows by default, less than it may allow on request."""

    use: Use
    most: int

    def __str__(self) -> str:
        quota = self.use.of
        service = SERVICES[quota.service]
        return (
            f"{dotted(self.use.key)}: {self.use.count:g} {quota.unit}, {service} allows"
            f" {self.most:g} (as of {quota.date}); ask for more: {quota.how_to_raise}"
            + (f" {self.use.count:.0f}" if quota.code else "")
        )


def check(scope: Scope) -> None:
    """Report uses above what an account can have."""
    for name in scope.site.quotas:
        if name not in QUOTAS:
            _report_unknown(scope, name)
    for use in _exceeded(scope.site):
        if use.quota not in OF_FORMULAS and not _can_be_asked_for(scope.site, use):
            scope.report.add(
                "QUOTA_EXCEEDED",
                use.key,
                f"too many {use.of.unit} for {SERVICES[use.of.service]}",
                found=f"{use.count:g}",
                expected=f"at most {_most(scope.site, use)}",
            )


def quota_warnings(site: SiteDefinition) -> tuple[QuotaWarning, ...]:
    """Return what has to be asked of AWS before a site that is valid can work."""
    return tuple(
        QuotaWarning(use, _most(site, use))
        for use in _exceeded(site)
        if _can_be_asked_for(site, use)
    )


def _exceeded(site: SiteDefinition) -> Iterator[Use]:
    return (use for use in quota_uses(site) if use.count > _most(site, use))


def _most(site: SiteDefinition, use: Use) -> int:
    return site.quotas.get(use.quota, use.of.value)


def _can_be_asked_for(site: SiteDefinition, use: Use) -> bool:
    """Tell whether AWS raises a quota; what the site file states is all that there is."""
    return use.of.adjustable == "yes" and use.quota not in site.quotas


def _report_unknown(scope: Scope, name: str) -> None:
    near = difflib.get_close_matches(name, QUOTAS, n=1)
    scope.report.add(
        "QUOTA_UNKNOWN",
        ("quotas", name),
        "there is no such quota",
        found=name,
        expected=f"{near[0]}?" if near else f"one of {', '.join(QUOTAS)}",
    )
