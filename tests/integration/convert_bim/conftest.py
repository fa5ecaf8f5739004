"""The BIM converter, run as its image does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage, Outcome

CONVERTER = "ifc_to_glb"


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_bim")


@pytest.fixture(scope="session")
def converted(converter: ConversionImage, samples: Path) -> Callable[[str], Outcome]:
    """Convert samples by their names, each once."""
    return cache(lambda name: converter.convert(CONVERTER, (samples / "bim" / name).read_bytes()))


@pytest.fixture(scope="session")
def house(converted: Callable[[str], Outcome]) -> Outcome:
    """A whole house of two storeys, IFC 2x3."""
    return converted("AC14-FZK-Haus.ifc")


@pytest.fixture(scope="session")
def walls(converted: Callable[[str], Outcome]) -> Outcome:
    """The brick walls of a block of flats, with the quantities of the program that drew them."""
    return converted("ROOT-kalkzandsteen.ifczip")
