"""What a STEP file states of its parts, and where there is nothing stated there is no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.convert_cad.conftest import CadConverter

pytestmark = [pytest.mark.container, pytest.mark.slow]


def test_dimensions_and_tolerances_are_kept(converter: CadConverter, tmp_path: Path) -> None:
    outcome = converter.convert_step(converter.make("toleranced", tmp_path))
    assert outcome.exit_code == 0, outcome.log
    assert outcome.manifest.facts["pmi_statements"] == 2
    dimension, tolerance = outcome.json("pmi.json")["pmi"]
    assert dimension == {
        "kind": "dimension",
        "type": "size_diameter",
        "value_millimetres": 20.0,
        "upper_tolerance_millimetres": pytest.approx(0.1),
        "lower_tolerance_millimetres": pytest.approx(0.05),
        "parts": ["shaft"],
    }
    assert (tolerance["type"], tolerance["value_millimetres"]) == ("cylindricity", 0.02)


def test_a_file_that_states_nothing_has_no_file_of_it(
    converter: CadConverter, tmp_path: Path
) -> None:
    outcome = converter.convert_step(converter.make("tower", tmp_path))
    assert sorted(outcome.files) == [
        "assembly.json",
        "manifest.json",
        "model.glb",
        "model.raw.glb",
        "thumbnail.webp",
    ]


def test_the_same_file_gives_the_same_bytes_of_everything(
    converter: CadConverter, tmp_path: Path
) -> None:
    content = converter.make("toleranced", tmp_path)
    assert converter.convert_step(content).files == converter.convert_step(content).files
