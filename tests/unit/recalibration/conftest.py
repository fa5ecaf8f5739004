"""The demo site, compiled, for what reads its signals."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.compile import compile_site
from twin.definition import SiteDefinition, load_site
from twin.site_document import Signal, SiteDocument


@pytest.fixture(scope="session")
def definition(repository_root: Path) -> SiteDefinition:
    return load_site(repository_root / "sites" / "demo.yaml")


@pytest.fixture(scope="session")
def site(definition: SiteDefinition) -> SiteDocument:
    return compile_site(definition)


@pytest.fixture(scope="session")
def flow(site: SiteDocument) -> Signal:
    return site.signal_by_alias["/demo/P-101/flow"]
