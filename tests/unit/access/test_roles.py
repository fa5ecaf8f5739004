"""A role may do what the ones below it may, and groups give roles as the site says."""

from __future__ import annotations

import pytest

from twin.access.roles import may, role_of
from twin.access.site_access import GroupGrant
from twin.api.routes import ROLES

GRANTS = (
    GroupGrant("Plant Operators/Nord", "operator"),
    GroupGrant("Project-A", "engineer", ("alpha",)),
    GroupGrant("Nowhere", "admin", ()),
)


def test_the_highest_of_several_groups_counts() -> None:
    assert role_of(["viewer", "engineer", "night-shift", "operator"]) == "engineer"
    assert role_of(["viewer", "Plant Operators/Nord"], GRANTS) == "operator"


@pytest.mark.parametrize(
    "groups", [[], [""], ["night-shift"], ["Admin"], ["admins"], ["Project-A"], ["Nowhere"]]
)
def test_other_groups_give_no_role_in_the_site(groups: list[str]) -> None:
    assert role_of(groups, GRANTS) is None


def test_each_role_includes_those_below_it() -> None:
    order = {role: [other for other in ROLES if may(role, other)] for role in ROLES}
    assert order == {
        "viewer": ["viewer"],
        "operator": ["viewer", "operator"],
        "engineer": ["viewer", "operator", "engineer"],
        "admin": ["viewer", "operator", "engineer", "admin"],
    }
    assert not any(may(None, role) for role in ROLES)
