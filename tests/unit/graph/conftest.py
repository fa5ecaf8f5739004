"""The graph of the demo site, with relations between its assets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.graph.graph import Graph
from twin.site_document import SiteDocument

FEEDS = {
    "P-101": (("feeds", "E-101"),),
    "P-102": (("feeds", "E-101"),),
    "E-101": (("feeds", "T-101"),),
}


@pytest.fixture(scope="session")
def related(repository_root: Path) -> SiteDocument:
    """Return the demo site in which the pumps feed the exchanger and that feeds the tank."""
    site = compile_site(load_site(repository_root / "sites" / "demo.yaml"))
    assets = (replace(one, relations=FEEDS.get(one.id, ())) for one in site.assets)
    return replace(site, assets=tuple(assets))


@pytest.fixture(scope="session")
def graph(related: SiteDocument) -> Graph:
    """Return its graph."""
    return Graph.of(related)
