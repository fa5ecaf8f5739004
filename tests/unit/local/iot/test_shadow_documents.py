"""A shadow's document after updates: values, their times, and what differs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin_local.execution.iot.shadows.document import Shadow
from twin_local.execution.iot.shadows.errors import ShadowError
from twin_local.execution.iot.shadows.request import read_update

TREES = st.recursive(
    st.integers(0, 2) | st.booleans() | st.lists(st.integers(0, 1), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
SECTIONS = st.dictionaries(st.sampled_from("abc"), TREES, max_size=3)


def after(*updates: dict[str, Any]) -> Shadow:
    """Return a shadow after updates at the seconds 1, 2, …"""
    shadow = Shadow()
    for second, sections in enumerate(updates, start=1):
        shadow = shadow.updated(sections, now=second)
    return shadow


def time(second: int) -> dict[str, int]:
    return {"timestamp": second}


def test_an_update_changes_only_what_it_names() -> None:
    shadow = after(
        {"desired": {"a": 1, "b": {"c": 2, "d": [1, 2]}}},
        {"desired": {"b": {"c": 3}}},
    )
    assert shadow.version == 2
    assert shadow.state() == {"desired": {"a": 1, "b": {"c": 3, "d": [1, 2]}}}
    assert shadow.metadata() == {
        "desired": {"a": time(1), "b": {"c": time(2), "d": [time(1), time(1)]}}
    }


def test_null_removes_a_value_and_its_time_at_any_depth() -> None:
    shadow = after(
        {"reported": {"a": 1, "b": {"c": 2, "d": 3}}},
        {"reported": {"a": None, "b": {"c": None, "never": None}}},
    )
    assert shadow.state() == {"reported": {"b": {"d": 3}}}
    assert shadow.metadata() == {"reported": {"b": {"d": time(1)}}}


def test_null_in_a_new_object_is_no_value() -> None:
    assert after({"desired": {"a": {"b": None, "c": 1}}}).state() == {"desired": {"a": {"c": 1}}}


def test_a_null_section_is_removed() -> None:
    shadow = after({"desired": {"a": 1}, "reported": {"a": 1}}, {"desired": None})
    assert shadow.state() == {"reported": {"a": 1}}
    assert shadow.metadata() == {"reported": {"a": time(1)}}


def test_an_object_replaces_a_value_and_a_value_an_object() -> None:
    shadow = after({"desired": {"a": 1, "b": {"c": 1}}}, {"desired": {"a": {"c": 1}, "b": 1}})
    assert shadow.state() == {"desired": {"a": {"c": 1}, "b": 1}}
    assert shadow.metadata() == {"desired": {"a": {"c": time(2)}, "b": time(2)}}


def test_the_delta_is_what_is_desired_and_not_reported_so() -> None:
    shadow = after(
        {
            "desired": {
                "same": 1,
                "new": 2,
                "deep": {"x": 1, "y": {"z": 1}},
                "list": [1],
                "t": True,
            },
            "reported": {
                "same": 1.0,
                "deep": {"x": 1, "y": {"z": 2, "more": 1}},
                "list": [1, 2],
                "other": 1,
                "t": 1,
            },
        }
    )
    assert shadow.delta() == {"new": 2, "deep": {"y": {"z": 1}}, "list": [1], "t": True}
    assert shadow.delta_metadata() == {
        "new": time(1),
        "deep": {"y": {"z": time(1)}},
        "list": [time(1)],
        "t": time(1),
    }


def test_more_in_reported_is_no_difference() -> None:
    shadow = after({"desired": {"a": {"x": 1}}, "reported": {"a": {"x": 1, "y": 2}, "b": 1}})
    assert shadow.delta() == {}


@given(desired=SECTIONS, reported=SECTIONS)
def test_reporting_the_delta_leaves_none(desired: Any, reported: Any) -> None:  # noqa: ANN401
    shadow = after({"desired": desired, "reported": reported})
    assert shadow.updated({"reported": shadow.delta()}, now=2).delta() == {}


def test_a_deleted_shadow_counts_its_versions_on() -> None:
    shadow = after({"desired": {"a": 1}}).tombstone()
    assert not shadow.exists
    again = shadow.updated({"reported": {"b": 1}}, now=9)
    assert (again.exists, again.version, again.state()) == (True, 3, {"reported": {"b": 1}})


def test_the_size_counts_the_state_and_not_the_metadata() -> None:
    empty = len(json.dumps({"desired": {"a": ""}}, separators=(",", ":")))
    fits = after({"desired": {"a": "x" * (8 * 1024 - empty)}})
    assert fits.version == 1
    with pytest.raises(ShadowError) as error:
        after({"desired": {"a": "x" * (8 * 1024 - empty + 1)}})
    assert error.value.code == 413


@pytest.mark.parametrize(
    ("document", "status", "message"),
    [
        (b"{", 400, "Invalid JSON"),
        (b"[]", 400, "Invalid JSON"),
        (b'{"state": {"desired": {"a": NaN}}}', 400, "Invalid JSON"),
        (b"{}", 400, "Missing required node: state"),
        (b'{"state": 1}', 400, "State node must be an object"),
        (b'{"state": {"desired": 1}}', 400, "Desired node must be an object"),
        (b'{"state": {"wanted": {}}}', 400, "State contains an invalid node"),
        (b'{"state": {}, "version": "1"}', 400, "Invalid version"),
        (b'{"state": {}, "version": true}', 400, "Invalid version"),
        (b'{"state": {}, "clientToken": "' + b"x" * 65 + b'"}', 400, "Invalid clientToken"),
        (b'{"state": {"desired": ' + b'{"a":' * 9 + b"1" + b"}" * 9 + b"}}", 400, "nesting"),
        (b'{"state": {"desired": {"a": "\xff"}}}', 415, "UTF-8"),
        (b" " * 8193, 413, "maximum size"),
    ],
)
def test_a_request_that_cannot_be_read_says_why(document: bytes, status: int, message: str) -> None:
    with pytest.raises(ShadowError) as error:
        read_update(document)
    assert error.value.code == status
    assert message in error.value.message


def test_a_null_state_removes_both_sections() -> None:
    request = read_update(b'{"state": null}')
    shadow = after({"desired": {"a": 1}, "reported": {"a": 1}}, dict(request.sections))
    assert (shadow.exists, shadow.state()) == (True, {})
