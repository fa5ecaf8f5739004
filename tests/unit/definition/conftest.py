"""The demo site as a parsed file that a test may spoil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from twin.definition import Finding, check_site

Content = dict[str, Any]
DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"


@pytest.fixture
def demo() -> Content:
    """Return the content of the demo's site file."""
    content: Content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return content


@pytest.fixture
def findings(tmp_path: Path) -> Callable[[Content], tuple[Finding, ...]]:
    """Return what is wrong with a content, written as a site file."""

    def check(content: Content) -> tuple[Finding, ...]:
        path = tmp_path / "site.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        return check_site(path)

    return check
