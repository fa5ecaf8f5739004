"""What metadata may be, what a schema may say, and what checking it costs at most."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema_runtime.validation import check_document, metadata_findings
from twin.catalogue.detail_errors import JsonFinding, MetadataInvalid, SchemaInvalid
from twin.catalogue.metadata_schema import schema_scopes, valid_document
from twin.catalogue.metadata_size import METADATA, valid_metadata
from twin.catalogue.schema_language import FORMATS

Json = dict[str, Any]
PUMP: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["serial"],
    "properties": {
        "serial": {"type": "string", "pattern": r"^[A-Z]{2}-\d+$", "x-label": "Serial number"},
        "power": {"$ref": "#/$defs/positive"},
        "built": {"format": "date"},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}},
        "seal": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["maker"]}]},
    },
    "patternProperties": {"^note_": {"type": "string"}},
    "additionalProperties": False,
    "$defs": {
        "positive": {"type": "number", "exclusiveMinimum": 0},
        "part": {"type": "object", "properties": {"mass": {"$ref": "#/$defs/positive"}}},
    },
}


def found_in(metadata: Json) -> list[JsonFinding]:
    check_document(valid_document(PUMP))
    return metadata_findings(PUMP, metadata)


def refused(document: object) -> list[tuple[str, str]]:
    with pytest.raises(SchemaInvalid) as caught:
        check_document(valid_document(document))
    found = [one.to_dict() for one in caught.value.findings]
    return [(str(one["pointer"]), str(one["expected"])) for one in found]


def test_metadata_that_is_what_its_schema_demands_passes() -> None:
    pump = {
        "serial": "PU-7",
        "power": 1.5,
        "built": "2024-02-29",
        "parts": [{"mass": 3}],
        "seal": {"maker": "Ä & Söhne"},
        "note_1": "“quoted”",
    }
    assert found_in(pump) == []


@pytest.mark.parametrize(
    ("change", "pointer", "found", "expected"),
    [
        ({"serial": "7"}, "/serial", '"7"', r'pattern "^[A-Z]{2}-\\d+$"'),
        ({"power": 0}, "/power", "0", "exclusiveMinimum 0"),
        ({"power": True}, "/power", "true", 'type "number"'),
        ({"built": "2023-02-29"}, "/built", '"2023-02-29"', 'format "date"'),
        ({"parts": [{}, {"mass": "3"}]}, "/parts/1/mass", '"3"', 'type "number"'),
        ({"a/b~c": 1}, "/a~1b~0c", "", "a member that the schema does not have"),
        ({"note_x": 1}, "/note_x", "1", 'type "string"'),
        ({"seal": {}}, "/seal", "an object with no members", "'maker' is a required property"),
    ],
)
def test_a_finding_says_where_what_and_what_instead(
    change: Json, pointer: str, found: str, expected: str
) -> None:
    (finding,) = found_in({"serial": "PU-7", **change})
    assert (finding.pointer, finding.expected) == (pointer, expected)
    assert finding.found.startswith(found)


def test_every_mistake_is_a_finding() -> None:
    findings = found_in({"power": -1, "built": "x", "other": 1})
    assert [one.pointer for one in findings] == ["", "/built", "/other", "/power"]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], ""),
        ({"type": "string"}, "/type"),
        ({}, "/type"),
        ({"type": "object", "requierd": ["a"]}, "/requierd"),
        ({"type": "object", "properties": {"a": {"format": "hostname"}}}, "/properties/a/format"),
        ({"type": "object", "properties": {"a": {"type": "strin"}}}, "/properties/a/type"),
        ({"type": "object", "properties": []}, "/properties"),
        ({"type": "object", "$schema": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
        ({"type": "object", "unevaluatedProperties": False}, "/unevaluatedProperties"),
        ({"type": "object", "allOf": [{"$ref": "https://example.com/a.json"}]}, "/allOf/0/$ref"),
        ({"type": "object", "allOf": [{"$ref": "file:///etc/passwd"}]}, "/allOf/0/$ref"),
        ({"type": "object", "allOf": [{"$ref": "#/$defs/gone"}]}, "/allOf/0/$ref"),
        ({"type": "object", "$ref": "#"}, "/$ref"),
        ({"type": "object", "$ref": 7}, "/$ref"),
        ({"type": "object", "properties": {"a": {"pattern": "("}}}, "/properties/a/pattern"),
        ({"type": "object", "properties": {"a": {"pattern": "a" * 501}}}, "/properties/a/pattern"),
        ({"type": "object", "properties": {"a": {"pattern": r"(a)\1"}}}, "/properties/a/pattern"),
        ({"type": "object", "patternProperties": {"a(?=b)": {}}}, "/patternProperties/a(?=b)"),
        ({"type": "object", "properties": {"a": {"pattern": "((a{999}){999}){9}"}}}, None),
        ({"type": "object", "title": "x" * 70_000}, ""),
        ({"type": "object", "title": "\ud800"}, "/title"),
        ({"type": "object", "minProperties": 10**400}, "/minProperties"),
        ({"type": "object", "maximum": float("nan")}, "/maximum"),
    ],
)
def test_what_a_schema_may_not_say_is_named(document: object, pointer: str | None) -> None:
    places = [place for place, _ in refused(document)]
    assert places if pointer is None else pointer in places


def test_a_schema_that_contains_itself_is_refused() -> None:
    definitions = {"a": {"$ref": "#/$defs/b"}, "b": {"items": {"$ref": "#/$defs/a"}}}
    found = refused({"type": "object", "$ref": "#/$defs/a", "$defs": definitions})
    assert found == [("", "references that never lead back")]


def test_a_schema_that_grows_when_written_out_is_refused() -> None:
    definitions: Json = {
        f"d{at}": {"allOf": [{"$ref": f"#/$defs/d{at + 1}"}] * 2} for at in range(40)
    }
    definitions["d40"] = {"type": "object"}
    found = refused({"type": "object", "$ref": "#/$defs/d0", "$defs": definitions})
    assert found == [("", "at most 500 parts")]


def test_a_pattern_that_would_hold_another_engine_for_years_is_matched_at_once() -> None:
    document = {"type": "object", "properties": {"a": {"pattern": "^(a+)+$"}}}
    check_document(valid_document(document))
    (finding,) = metadata_findings(document, {"a": "a" * 30_000 + "!"})
    assert finding.pointer == "/a"


def nested(depth: int) -> Json:
    value: Json = {}
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("metadata", "pointer"),
    [
        (["a"], ""),
        (None, ""),
        ({"a": "x" * METADATA.size_bytes}, ""),
        ({"a": list(range(METADATA.values))}, ""),
        (nested(METADATA.depth + 1), ""),
        ({"a": 2**53}, "/a"),
        ({"a": [float("inf")]}, "/a/0"),
        ({"a": {"": 1}}, "/a"),
        ({"a": {"\udcff": 1}}, "/a"),
    ],
)
def test_metadata_beyond_the_limits_is_refused(metadata: object, pointer: str) -> None:
    with pytest.raises(MetadataInvalid) as caught:
        valid_metadata(metadata)
    assert [one.to_dict()["pointer"] for one in caught.value.findings] == [pointer]


def test_metadata_at_the_limits_is_taken() -> None:
    for metadata in ({"a": list(range(METADATA.values - 1))}, nested(METADATA.depth)):
        assert valid_metadata(metadata) == metadata


plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
values = st.recursive(
    plain | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), values))
def test_metadata_that_is_taken_can_be_written_and_read(metadata: Json) -> None:
    try:
        taken = valid_metadata(metadata)
    except MetadataInvalid as refusal:
        assert refusal.findings
    else:
        text = json.dumps(taken, ensure_ascii=False, allow_nan=False).encode()
        assert json.loads(text) == metadata


@given(st.dictionaries(st.text(min_size=1, max_size=20), plain), st.sampled_from(FORMATS))
def test_no_metadata_breaks_the_check(metadata: Json, form: str) -> None:
    document = {"type": "object", "additionalProperties": {"format": form, "maxLength": 3}}
    check_document(valid_document(document))
    for finding in metadata_findings(document, metadata):
        assert finding.pointer.startswith("/")
        json.dumps(finding.to_dict())


def test_the_nearest_schema_counts() -> None:
    assert schema_scopes("plant") == ("plant", "site")
    assert schema_scopes("site") == ("site",)
