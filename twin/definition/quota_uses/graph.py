"""Which types stand below which: hierarchy definitions of models, and the trees of models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition

Edges = Mapping[str, set[str]]


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield types below a type, types above a type, and types of one tree."""
    below, above = _edges(site)
    for name, children in below.items():
        yield Use("hierarchies_per_model", len(children), ("twin", "types", name))
    for name, parents in above.items():
        yield Use("parent_models_per_model", len(parents), ("twin", "types", name))
    for name in below:
        if name not in above:  # at the top of a tree
            yield Use("models_per_tree", len(_reached(below, name)), ("twin", "types", name))


def _edges(site: SiteDefinition) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    assets = site.twin.assets
    for asset in assets.values():
        if asset.parent is not None and asset.parent in assets:
            parent = assets[asset.parent].type
            below.setdefault(parent, set()).add(asset.type)
            above.setdefault(asset.type, set()).add(parent)
    return below, above


def _reached(below: Edges, top: str) -> set[str]:
    seen, waiting = {top}, [top]
    while waiting:
        for child in below.get(waiting.pop(), set()) - seen:
            seen.add(child)
            waiting.append(child)
    return seen
