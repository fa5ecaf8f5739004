"""The mesh converters, run as their image does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_mesh")
