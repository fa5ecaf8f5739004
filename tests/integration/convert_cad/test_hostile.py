"""CAD files that somebody means harm with end in a typed error, within memory and time."""

from __future__ import annotations

import signal
from collections.abc import Mapping

import pytest

from container_runtime.child import REFUSED
from conversion_runtime.errors import ConversionCrashed, ConversionError, ConversionTimeLimit
from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.convert_cad.conftest import HERE, CadConverter
from tests.integration.convert_cad.hostile_brep import BINARY, TEXT
from tests.integration.convert_cad.hostile_files import GoodFiles
from tests.integration.convert_cad.hostile_iges import IGES
from tests.integration.convert_cad.hostile_step import STEP

pytestmark = [pytest.mark.container, pytest.mark.slow]

FOUND_AFTER_READING = ("far pointers", "negative pointers", "pointers at themselves")
"""IGES files that the reader takes, with nothing left to show."""

CASES = [
    *(("step_to_glb", name) for name in STEP),
    *(("iges_to_glb", name) for name in IGES if name not in FOUND_AFTER_READING),
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

WARM = ("scene", "identities", "pmi", "step_document", "iges_document", "brep_document")

CODES = {error.code for error in ConversionError.__subclasses__()}


@pytest.fixture(scope="module")
def good(converter: CadConverter, tmp_path_factory: pytest.TempPathFactory) -> GoodFiles:
    folder = tmp_path_factory.mktemp("good")
    converter.python_output(HERE / "make_good.py", str(folder), folder=folder)
    names = ("good.step", "good.igs", "good.brep", "good.bin")
    return GoodFiles(*((folder / name).read_bytes() for name in names))


@pytest.fixture(scope="module")
def codes(
    converter: CadConverter, good: GoodFiles, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    return {
        name: codes_of(
            convert_batch(converter, files, name, tmp_path_factory.mktemp(name), warm=WARM)
        )
        for name, files in good.hostile().items()
    }


def codes_of(ended: Mapping[str, Ended]) -> dict[str, str]:
    """Return the codes by which jobs end whose processes ended so."""
    assert not any("secret" in str(one.error) for one in ended.values())
    return {name: code_of(one) for name, one in ended.items()}


def code_of(ended: Ended) -> str:
    if ended.exit_code in (0, REFUSED):
        return ended.code
    is_slow = ended.exit_code == -signal.SIGXCPU
    return ConversionTimeLimit.code if is_slow else ConversionCrashed.code


@pytest.mark.parametrize(("name", "case"), CASES)
def test_it_ends_in_a_typed_error(codes: dict[str, dict[str, str]], name: str, case: str) -> None:
    assert codes[name][case] in CODES


@pytest.mark.parametrize("name", FOUND_BEFORE_READING)
def test_what_is_wrong_is_said(codes: dict[str, dict[str, str]], name: str) -> None:
    expected = FOUND_BEFORE_READING[name]
    assert {case: codes[name][case] for case in expected} == expected


@pytest.mark.parametrize("case", FOUND_AFTER_READING)
def test_scene_that_shows_nothing_is_refused(
    converter: CadConverter, good: GoodFiles, case: str
) -> None:
    outcome = converter.convert("iges_to_glb", good.hostile()["iges_to_glb"][case])
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "SOURCE_EMPTY"


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("step_to_glb", "step"),
        ("iges_to_glb", "iges"),
        ("brep_to_glb", "brep"),
        ("brep_to_glb", "binary_brep"),
    ],
)
def test_the_good_files_that_they_were_made_of_are_converted(
    converter: CadConverter, good: GoodFiles, name: str, format_name: str
) -> None:
    outcome = converter.convert(name, getattr(good, format_name))
    assert outcome.exit_code == 0, outcome.log
    assert outcome.manifest.facts["triangles"] == 12


@pytest.mark.parametrize("name", ["step_to_glb", "iges_to_glb", "brep_to_glb"])
def test_a_job_leaves_its_error_only_and_quotes_nothing(converter: CadConverter, name: str) -> None:
    outcome = converter.convert(name, b"Dear all, the secret is 42")
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "SOURCE_UNREADABLE"
    assert "secret" not in str(outcome.error)


def test_a_reader_that_crashes_leaves_its_error_only(
    converter: CadConverter, good: GoodFiles
) -> None:
    bad = STEP["nested parentheses"](good.step.decode()).encode()
    outcome = converter.convert_step(bad)
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"] == "CONVERSION_CRASHED"
