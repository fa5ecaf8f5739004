"""What is asked of a key is at most what its maker may do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.access.errors import AccessError
from twin.access.key_errors import KeyInvalid, KeyMakerRefused, KeyScopeTooWide
from twin.access.key_request import WITHOUT_KEYS, read_request
from twin.access.principal import Principal, PrincipalKind
from twin.access.roles import may
from twin.access.site_access import GroupGrant, SiteAccess
from twin.api.routes import ROLES, ROUTES, Role

ANN = Principal("sub-1", "ann", "engineer")
SITE = SiteAccess(groups=(GroupGrant("line-1", "operator", ("line-1",)),))
ROLE_OF = {route.operation_id: route.role for route in ROUTES}


def test_what_is_left_out_is_the_makers_role_for_a_quarter() -> None:
    request = read_request({"title": "historian"}, ANN, SITE)
    assert (request.limits.role, request.valid_seconds) == ("engineer", 90 * 86_400)
    assert request.limits.databases is None
    assert request.limits.operations is None


def test_everything_can_be_narrower() -> None:
    body = {
        "title": "report",
        "role": "viewer",
        "databases": ["line-1", "line-2", "line-1"],
        "operations": ["getScene"],
        "expires_in_days": 365,
    }
    request = read_request(body, ANN, SITE)
    assert request.limits.databases == ("line-1", "line-2")
    assert request.limits.operations == ("getScene",)
    assert request.valid_seconds == 365 * 86_400


def test_a_role_in_some_databases_is_a_role_that_a_key_can_have() -> None:
    limited = Principal("sub-2", "bob", None, groups=("line-1",))
    assert read_request({"title": "t"}, limited, SITE).limits.role == "operator"
    with pytest.raises(KeyScopeTooWide):
        read_request({"title": "t", "role": "engineer"}, limited, SITE)


def test_who_has_no_role_makes_no_key() -> None:
    with pytest.raises(KeyScopeTooWide):
        read_request({"title": "t"}, Principal("sub-3", "eve", None, groups=("other",)), SITE)


@pytest.mark.parametrize("kind", ["machine", "key"])
def test_programs_and_keys_make_no_keys(kind: PrincipalKind) -> None:
    with pytest.raises(KeyMakerRefused):
        read_request({"title": "t"}, Principal("c", "mes", "admin", kind), SITE)


@given(
    own=st.sampled_from(ROLES),
    role=st.sampled_from(ROLES),
    operation=st.sampled_from(sorted(ROLE_OF)),
)
def test_no_key_is_for_more_than_its_maker_may(own: Role, role: Role, operation: str) -> None:
    body = {"title": "t", "role": role, "operations": [operation]}
    try:
        limits = read_request(body, Principal("s", "n", own), SITE).limits
    except (KeyScopeTooWide, KeyInvalid):
        needed = ROLE_OF[operation]
        too_wide = not may(own, role) or (needed is not None and not may(own, needed))
        assert too_wide or needed is None or operation in WITHOUT_KEYS
        return
    assert may(own, limits.role)
    assert limits.operations == (operation,)
    needed = ROLE_OF[operation]
    assert needed is not None
    assert may(own, needed)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": " "}, "title"),
        ({"title": 7}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"title": "x" * 129}, "title"),
        ({"title": "t", "role": "owner"}, "role"),
        ({"title": "t", "role": ["admin"]}, "role"),
        ({"title": "t", "databases": []}, "databases"),
        ({"title": "t", "databases": "line-1"}, "databases"),
        ({"title": "t", "databases": [1]}, "databases"),
        ({"title": "t", "databases": [""]}, "databases"),
        ({"title": "t", "databases": ["d"] * 51}, "databases"),
        ({"title": "t", "operations": ["nothing"]}, "operations"),
        ({"title": "t", "operations": ["createAccessKey"]}, "operations"),
        ({"title": "t", "operations": ["describeApi"]}, "operations"),
        ({"title": "t", "expires_in_days": 0}, "expires_in_days"),
        ({"title": "t", "expires_in_days": 366}, "expires_in_days"),
        ({"title": "t", "expires_in_days": True}, "expires_in_days"),
        ({"title": "t", "expires_in_days": 1.5}, "expires_in_days"),
        ({"title": "t", "owner": "sub-9"}, "owner"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(body: dict[str, Any], where: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        read_request(body, ANN, SITE)
    assert caught.value.where == where
    assert caught.value.expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
MEMBERS = st.sampled_from(["title", "role", "operations", "databases", "expires_in_days", "x"])


@given(body=st.dictionaries(MEMBERS, JSON, max_size=5))
def test_any_body_is_a_key_or_a_refusal(body: dict[str, Any]) -> None:
    try:
        request = read_request(body, ANN, SITE)
    except AccessError as error:
        assert 400 <= error.status < 500
        return
    assert 86_400 <= request.valid_seconds <= 365 * 86_400
    assert may("engineer", request.limits.role)
