"""The demo site and its pump model."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SimulationModel, SiteDocument


@pytest.fixture(scope="session")
def site(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


@pytest.fixture(scope="session")
def model(site: SiteDocument) -> SimulationModel:
    return site.model_by_id["P-101.pump"]
