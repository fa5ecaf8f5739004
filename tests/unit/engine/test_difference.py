"""Whether stored values are as given, in whatever form a service writes them."""

from __future__ import annotations

import pytest

from twin_local.engine.difference import differences
from twin_local.engine.reads.table import READS


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"a": 1}, {"A": "1", "More": 2}),
        ({"on": True}, {"On": "true"}),
        ({"policy": {"b": 1, "a": 2}}, {"policy": '{"a": 2, "b": 1}'}),
        ({"list": [2, 1]}, {"list": [1, 2, 3]}),
        ({"tags": [{"Key": "k", "Value": "v"}]}, {"tags": {"k": "v", "other": "w"}}),
        ({"text": ""}, {}),
        ({"made_up": None}, {"made_up": "x"}),
    ],
)
def test_the_same_in_another_form_is_no_difference(given: object, stored: object) -> None:
    assert list(differences(given, stored)) == []


@pytest.mark.parametrize(
    ("given", "stored", "path", "found"),
    [
        ({"a": 1}, {"a": 2}, "a", "2"),
        ({"a": {"b": "x"}}, {"a": {}}, "a.b", None),
        ({"a": {"b": "x"}}, None, "a.b", None),
        ({"a": ["x"]}, {"a": []}, "a", None),
        ({"a": [{"n": "x", "v": 1}]}, {"a": [{"n": "x", "v": 2}]}, "a.v", "2"),
    ],
)
def test_a_difference_names_its_path(
    given: object, stored: object, path: str, found: object
) -> None:
    [difference] = differences(given, stored)
    assert (difference.path, difference.stored) == (path, found)


@pytest.mark.parametrize("operation", sorted(READS))
def test_a_read_says_why_it_does_not_look(operation: tuple[str, str]) -> None:
    assert all(reason for read in READS[operation] for reason in read.unread.values())
