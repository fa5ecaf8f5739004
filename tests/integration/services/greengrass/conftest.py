"""Every answer of Greengrass is compared with botocore's model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.services.contracts import observed
from twin_local.services.greengrassv2.service import Greengrass


@pytest.fixture(autouse=True)
def as_promised() -> Iterator[None]:
    """Fail a test in which an answer has what the model does not have."""
    with observed("greengrassv2", Greengrass) as seen:
        yield
    assert seen.wrong == []
