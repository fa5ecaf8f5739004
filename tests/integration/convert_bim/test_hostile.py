"""IFC files that are cut, lie, loop, explode or point outside are refused with a typed error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_batch import assert_refused, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_bim.conftest import CONVERTER
from tests.integration.convert_bim.hostile_ifc import (
    CONTAINER,
    GOOD,
    NUMBERS,
    REFERENCES,
    Hostile,
)

pytestmark = [pytest.mark.container, pytest.mark.slow]

WARM = ("scene", "source_file", "cycles")


@pytest.mark.parametrize("hostile", [CONTAINER, REFERENCES, NUMBERS])
def test_hostile_files_are_refused(
    converter: ConversionImage, tmp_path: Path, hostile: Hostile
) -> None:
    ended = assert_refused(converter, hostile, CONVERTER, tmp_path, warm=WARM)
    assert not any("secret" in str(one.error) for one in ended.values())


def test_the_file_that_all_hostile_ones_are_made_of_is_converted(
    converter: ConversionImage, tmp_path: Path
) -> None:
    ended = convert_batch(converter, {"plain": GOOD}, CONVERTER, tmp_path, warm=WARM)
    assert ended["plain"].exit_code == 0, ended["plain"].log


def test_refused_job_leaves_nothing_but_its_error(converter: ConversionImage) -> None:
    outcome = converter.convert(CONVERTER, CONTAINER["half"][0])
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "SOURCE_DAMAGED"
