"""Groups as Amazon Cognito keeps them, in each form that a provider's become."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.access.provider_groups import provider_groups


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("  ", ()),
        ("[]", ()),
        ("[ ]", ()),
        ("operators", ("operators",)),
        ("Twin Admins", ("Twin Admins",)),
        ("[a, b]", ("a", "b")),
        ("[a,b,a]", ("a", "b")),
        ("[7f3c-01, Twin+Admins, x%2Cy]", ("7f3c-01", "Twin Admins", "x,y")),
        ('["a","b c","x,y"]', ("a", "b c", "x,y")),
        ('["a", 1, null, {"b": 2}]', ("a",)),
        ("[1, 2]", ()),
        ("/plant/operators", ("/plant/operators",)),
    ],
)
def test_groups_are_read(text: str, names: tuple[str, ...]) -> None:
    assert provider_groups(text) == names


@given(names=st.lists(st.text(min_size=1, max_size=12), max_size=6, unique=True))
def test_a_json_list_gives_what_is_in_it(names: list[str]) -> None:
    assert provider_groups(json.dumps(names)) == tuple(names)


@given(text=st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    assert all(isinstance(name, str) and name for name in provider_groups(text))
