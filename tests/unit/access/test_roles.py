"""A role may do what the ones below it may, and nothing more."""

from __future__ import annotations

import pytest

from twin.access.errors import RoleMissing
from twin.access.roles import allowed_routes, may, role_of
from twin.api.routes import ROLES, ROUTES, Role


def test_the_highest_of_several_groups_counts() -> None:
    assert role_of(["viewer", "engineer", "night-shift", "operator"]) == "engineer"


@pytest.mark.parametrize("groups", [[], ["night-shift"], ["Admin"], ["admins"]])
def test_a_user_without_a_role_is_refused(groups: list[str]) -> None:
    with pytest.raises(RoleMissing) as refusal:
        role_of(groups)
    assert refusal.value.status == 403
    assert "viewer, operator, engineer, admin" in str(refusal.value)


def test_each_role_includes_those_below_it() -> None:
    order = {role: [other for other in ROLES if may(role, other)] for role in ROLES}
    assert order == {
        "viewer": ["viewer"],
        "operator": ["viewer", "operator"],
        "engineer": ["viewer", "operator", "engineer"],
        "admin": ["viewer", "operator", "engineer", "admin"],
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_exactly_the_routes_that_need_it_or_less(role: Role) -> None:
    allowed = {route.operation_id for route in allowed_routes(role)}
    assert allowed == {
        route.operation_id
        for route in ROUTES
        if route.role is not None and ROLES.index(route.role) <= ROLES.index(role)
    }


def test_a_viewer_changes_nothing() -> None:
    assert {route.method for route in allowed_routes("viewer")} == {"GET"}
