"""Manifests: canonical, read back, and refused for the same reasons as JSON Schema refuses them."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.simulation.manifest import Capabilities, ModelManifest, ValidRange
from twin.simulation.manifest_reading import manifest_of, read_manifest
from twin.simulation.manifest_schema import MANIFEST_SCHEMA
from twin.simulation.model_errors import ManifestInvalid
from twin.simulation.schema_check import mistakes
from twin.simulation.variables import ModelVariable

MANIFEST = ModelManifest(
    id="pump",
    kind="fmu",
    artefact_sha256="ab" * 32,
    artefact_bytes=659_000,
    variables=(
        ModelVariable("speed", "input", unit="rpm", minimum=0, maximum=3000, start=1450),
        ModelVariable("wear", "parameter", start=0.05),
        ModelVariable("flow", "output", unit="m³/h"),
    ),
    step_seconds=1.0,
    capabilities=Capabilities(can_save_state=True),
    training_box={"speed": ValidRange(700, 1500)},
    steps_per_second=200_000.0,
)
WHOLE = json.loads(MANIFEST.to_json())
CHANGES: dict[str, Any] = {
    "id": "",
    "kind": 3,
    "artefact_sha256": "AB" * 32,
    "artefact_bytes": -1,
    "variables": [{"name": "x", "causality": "sideways"}],
    "step_seconds": 0,
    "licence_class": "free beer",
    "capabilities": {"can_fly": True},
    "training_box": {"speed": {"low": 1}},
    "held_out_error": {"mean": "small"},
    "steps_per_second": 0,
    "colour": "red",
}


def test_manifest_is_read_back_as_it_was() -> None:
    assert read_manifest(MANIFEST.to_json()) == MANIFEST
    assert read_manifest(MANIFEST.to_json()).digest == MANIFEST.digest


def test_digest_does_not_depend_on_the_order_of_a_document() -> None:
    shuffled = dict(reversed(WHOLE.items()))
    assert manifest_of(shuffled).digest == MANIFEST.digest


def test_optional_parts_may_be_left_out() -> None:
    required = {name: WHOLE[name] for name in MANIFEST_SCHEMA["required"]}
    assert manifest_of(required).licence_class == "none"


@pytest.mark.parametrize("name", CHANGES)
def test_wrong_part_is_named(name: str) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        manifest_of({**WHOLE, name: CHANGES[name]})
    assert caught.value.where.startswith(name)


@pytest.mark.parametrize("name", MANIFEST_SCHEMA["required"])
def test_missing_part_is_named(name: str) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        manifest_of({key: value for key, value in WHOLE.items() if key != name})
    assert caught.value.where == name


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"id": NaN}'])
def test_text_that_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ManifestInvalid):
        read_manifest(text)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("variables", [WHOLE["variables"][0]] * 2),
        ("variables", [{**WHOLE["variables"][0], "minimum": 2, "maximum": 1}]),
        ("training_box", {"speed": {"low": 2, "high": 1}}),
        ("training_box", {"torque": {"low": 1, "high": 2}}),
    ],
)
def test_manifest_that_contradicts_itself_is_refused(part: str, value: object) -> None:
    with pytest.raises(ManifestInvalid):
        manifest_of({**WHOLE, part: value})


def test_values_outside_of_the_training_box_are_named() -> None:
    assert MANIFEST.outside_training({"speed": 1600.0, "wear": 9.0}) == ("speed",)
    assert MANIFEST.outside_training({"speed": float("nan")}) == ("speed",)
    assert MANIFEST.outside_training({"speed": 1500.0}) == ()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-2, 2, allow_nan=False)
    | st.sampled_from(["", "x", "input", "ab" * 32]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "causality", "low", "high", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from([*WHOLE, "other"]), JSON)
def test_our_check_agrees_with_json_schema(name: str, value: object) -> None:
    document = {**WHOLE, name: value}
    ours = not any(mistakes(document, MANIFEST_SCHEMA))
    assert ours == jsonschema.Draft202012Validator(MANIFEST_SCHEMA).is_valid(document)


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(MANIFEST_SCHEMA)
