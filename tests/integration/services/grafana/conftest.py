"""Every answer of Grafana is compared with botocore's model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.services.contracts import observed
from twin_local.services.grafana.service import Grafana


@pytest.fixture(autouse=True)
def as_promised() -> Iterator[None]:
    """Fail a test in which an answer has what the model does not have."""
    with observed("grafana", Grafana) as seen:
        yield
    assert seen.wrong == []
