"""How much of each quota a site uses: one module per kind of quota.

A site is measured as it is, also where other checks find mistakes in it.
"""

from __future__ import annotations

from twin.definition.quota_uses import (
    conversions,
    formulas,
    gpus,
    graph,
    instances,
    rates,
    tree,
    types,
)
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition

OF_IOT = (types, formulas, tree, graph, rates)

__all__ = ["Use", "greatest_uses", "quota_uses"]


def quota_uses(site: SiteDefinition) -> tuple[Use, ...]:
    """Return every use that a site makes of a quota; what is switched off makes none."""
    measures = (*(OF_IOT if site.features.iot else ()), conversions, gpus, instances)
    return tuple(use for module in measures for use in module.measure(site))


def greatest_uses(site: SiteDefinition) -> tuple[Use, ...]:
    """Return the greatest use of each quota, in the order in which they are measured."""
    greatest: dict[str, Use] = {}
    for use in quota_uses(site):
        if use.quota not in greatest or use.count > greatest[use.quota].count:
            greatest[use.quota] = use
    return tuple(greatest.values())
