"""The demo site, parsed, defined and compiled; and sites made from a changed file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from twin.compile import compile_site
from twin.definition import SiteDefinition, load_site
from twin.site_document import SiteDocument

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    """Return the content of the demo's site file."""
    parsed: Content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="session")
def definition() -> SiteDefinition:
    """Return the demo's definition."""
    return load_site(DEMO)


@pytest.fixture(scope="session")
def document(definition: SiteDefinition) -> SiteDocument:
    """Return the demo, compiled."""
    return compile_site(definition)


@pytest.fixture
def site_of(tmp_path: Path) -> Callable[[Content], SiteDefinition]:
    """Return the definition of a content, written as a site file."""

    def load(content: Content) -> SiteDefinition:
        path = tmp_path / "site.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        return load_site(path)

    return load
