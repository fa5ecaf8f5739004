"""CAD files that somebody means harm with end in a typed error, within memory and time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conversion_runtime.errors import ConversionError
from tests.integration.convert_cad.conftest import HERE, CadConverter
from tests.integration.convert_cad.hostile_brep import BINARY, TEXT
from tests.integration.convert_cad.hostile_iges import IGES
from tests.integration.convert_cad.hostile_step import STEP

pytestmark = [pytest.mark.container, pytest.mark.slow]

CASES = [
    *(("step_to_glb", name) for name in STEP),
    *(("iges_to_glb", name) for name in IGES),
    *(("brep_to_glb", name) for name in TEXT),
    *(("brep_to_glb", f"bytes: {name}") for name in BINARY),
]
FOUND_BEFORE_READING = {
    "step_to_glb": {
        "face missing": "SOURCE_DAMAGED",
        "not a number": "SOURCE_DAMAGED",
        "text for a number": "SOURCE_DAMAGED",
        "beyond double": "SOURCE_BOUNDS_INVALID",
        "a letter": "SOURCE_UNREADABLE",
        "faces gone": "SOURCE_EMPTY",
    },
    "iges_to_glb": {
        "half of the directory, counted": "SOURCE_DAMAGED",
        "parameters far away": "SOURCE_DAMAGED",
        "no end": "SOURCE_DAMAGED",
        "references to other files": "SOURCE_EXTERNAL_REFERENCE",
    },
    "brep_to_glb": {
        "a thousand million curves": "SOURCE_DAMAGED",
        "less than no shapes": "SOURCE_DAMAGED",
        "bytes: a thousand million shapes": "SOURCE_DAMAGED",
        "head": "SOURCE_UNREADABLE",
        "not a number": "SOURCE_BOUNDS_INVALID",
        "infinite": "SOURCE_BOUNDS_INVALID",
        "bytes: not a number": "SOURCE_BOUNDS_INVALID",
        "bytes: one number that is none": "SOURCE_BOUNDS_INVALID",
        "bytes: infinite": "SOURCE_BOUNDS_INVALID",
    },
}
"""What we find, where the reader would crash, take all memory, or show something else."""

CODES = {error.code for error in ConversionError.__subclasses__()}


@pytest.fixture(scope="module")
def codes(
    converter: CadConverter, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    converter.python_output(HERE / "hostile_batch.py", str(folder), folder=folder)
    found: dict[str, dict[str, str]] = json.loads((folder / "codes.json").read_text())
    return found


@pytest.mark.parametrize(("name", "case"), CASES)
def test_it_ends_in_a_typed_error(codes: dict[str, dict[str, str]], name: str, case: str) -> None:
    assert codes[name][case] in CODES


@pytest.mark.parametrize("name", FOUND_BEFORE_READING)
def test_what_is_wrong_is_said(codes: dict[str, dict[str, str]], name: str) -> None:
    expected = FOUND_BEFORE_READING[name]
    assert {case: codes[name][case] for case in expected} == expected


def test_the_good_files_that_they_were_made_of_are_converted(
    codes: dict[str, dict[str, str]],
) -> None:
    assert {name: codes[name]["good"] for name in codes} == dict.fromkeys(codes, "12 triangles")
    assert codes["brep_to_glb"]["bytes: good"] == "12 triangles"


@pytest.mark.parametrize("name", ["step_to_glb", "iges_to_glb", "brep_to_glb"])
def test_a_job_leaves_its_error_only_and_quotes_nothing(converter: CadConverter, name: str) -> None:
    outcome = converter.convert(name, b"Dear all, the secret is 42")
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "SOURCE_UNREADABLE"
    assert "secret" not in str(outcome.error)


def test_a_reader_that_crashes_leaves_its_error_only(
    converter: CadConverter, tmp_path: Path
) -> None:
    step = converter.make("tower", tmp_path).decode()
    bad = STEP["nested parentheses"](step).encode()
    outcome = converter.convert_step(bad)
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "CONVERSION_CRASHED"
