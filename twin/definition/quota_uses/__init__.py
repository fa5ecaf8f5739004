"""How much of each quota a site uses: one module per kind of quota, named in `MEASURES`.

A site is measured as it is, also where other checks find mistakes in it.
"""

from __future__ import annotations

from twin.definition.quota_uses import formulas, graph, rates, tree, types
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition

MEASURES = (types, formulas, tree, graph, rates)

__all__ = ["Use", "greatest_uses", "quota_uses"]


def quota_uses(site: SiteDefinition) -> tuple[Use, ...]:
    """Return every use that a site makes of a quota; a site without `iot` makes none."""
    if not site.features.iot:
        return ()
    return tuple(use for module in MEASURES for use in module.measure(site))


def greatest_uses(site: SiteDefinition) -> tuple[Use, ...]:
    """Return the greatest use of each quota, in the order in which they are measured."""
    greatest: dict[str, Use] = {}
    for use in quota_uses(site):
        if use.quota not in greatest or use.count > greatest[use.quota].count:
            greatest[use.quota] = use
    return tuple(greatest.values())
