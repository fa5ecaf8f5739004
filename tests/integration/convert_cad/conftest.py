"""The CAD converter, run as its image does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage, Outcome

HERE = Path(__file__).parent


class CadConverter(ConversionImage):
    """The image of the CAD converters."""

    def convert_step(self, content: bytes, *options: str, sha256: str = "") -> Outcome:
        """Convert a STEP file."""
        return self.convert("step_to_glb", content, *options, sha256=sha256)

    def make(self, shape: str, folder: Path) -> bytes:
        """Return a STEP file that `make_step.py` makes."""
        target = folder / f"{shape}.step"
        self.python_output(HERE / "make_step.py", shape, str(target), folder=folder)
        return target.read_bytes()


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> CadConverter:
    return CadConverter(repository_root, s3_endpoint, "convert_cad")
