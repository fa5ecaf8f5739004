"""Hostile files: a typed error, within the limits, and nothing is left of a conversion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.conversion_image import Outcome
from tests.integration.convert_points.clouds import Las
from tests.integration.convert_points.conftest import CONVERTER, PointsConverter
from tests.integration.convert_points.hostile_e57 import hostile_e57
from tests.integration.convert_points.hostile_las import GOOD, HOSTILE_LAS, hostile_laz
from tests.integration.convert_points.hostile_text import HOSTILE_PLY, HOSTILE_TEXT

pytestmark = [pytest.mark.container, pytest.mark.slow]


def check_codes(
    converter: PointsConverter, files: Mapping[str, tuple[bytes, tuple[str, ...]]], folder: Path
) -> None:
    """Require one of the codes of every file, and nothing left of what is refused."""
    found = converter.convert_many({name: one for name, (one, _) in files.items()}, folder)
    wrong = {
        name: (found[name].code, found[name].left)
        for name, (_, codes) in files.items()
        if found[name].code not in codes or (found[name].code and found[name].left)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "files", [HOSTILE_LAS, HOSTILE_PLY, HOSTILE_TEXT], ids=["las", "ply", "text"]
)
def test_hostile_files_are_refused_with_their_reason(
    converter: PointsConverter, tmp_path: Path, files: dict[str, tuple[bytes, str]]
) -> None:
    check_codes(
        converter, {name: (content, (code,)) for name, (content, code) in files.items()}, tmp_path
    )


def test_damaged_laz_is_refused(
    converter: PointsConverter, autzen: Outcome, tmp_path: Path
) -> None:
    check_codes(converter, hostile_laz(autzen.files["cloud.copc.laz"]), tmp_path)


def test_damaged_e57_is_refused(converter: PointsConverter, tmp_path: Path) -> None:
    made, hostile = tmp_path / "made", tmp_path / "hostile"
    made.mkdir()
    hostile.mkdir()
    converter.run("make_e57.py", str(made), folder=made)
    check_codes(converter, hostile_e57((made / "plain.e57").read_bytes()), hostile)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HOSTILE_LAS["count too low"][0], "SOURCE_DAMAGED"),
        (HOSTILE_PLY["NaN"][0], "SOURCE_BOUNDS_INVALID"),
        (HOSTILE_TEXT["ptx of empty cells"][0], "SOURCE_EMPTY"),
    ],
)
def test_refused_job_leaves_nothing_but_its_reason(
    converter: PointsConverter, content: bytes, code: str
) -> None:
    outcome = converter.convert(CONVERTER, content)
    assert (outcome.exit_code, outcome.error["code"]) == (10, code)
    assert set(outcome.files) == {"error.json"}


def test_more_points_than_the_memory_takes_are_refused_at_once(converter: PointsConverter) -> None:
    cloud = Las(points=[(at, at, at) for at in range(100_000)])
    outcome = converter.convert(CONVERTER, cloud.to_bytes(), "--memory-mebibytes", "401")
    assert (outcome.exit_code, outcome.error["code"]) == (10, "SOURCE_TOO_COMPLEX")
    assert "at most 9532 points" in outcome.error["expected"]


def test_good_file_of_the_same_making_is_converted(
    converter: PointsConverter, tmp_path: Path
) -> None:
    assert converter.convert_many({"good": GOOD}, tmp_path)["good"].code == ""
