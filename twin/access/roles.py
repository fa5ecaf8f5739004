"""Roles, in rising order, and how groups of the user pool give them."""

from __future__ import annotations

from collections.abc import Iterable

from twin.access.site_access import GroupGrant
from twin.api.routes import ROLES, Role


def role_of(groups: Iterable[str], grants: Iterable[GroupGrant] = ()) -> Role | None:
    """Return the highest role that groups give in the whole site, None if they give none.

    A group that has the name of a role gives that role; others give what the site says.
    """
    names = set(groups)
    by_name = {role for role in ROLES if role in names}
    given = {one.role for one in grants if one.group in names and one.databases is None}
    return max(by_name | given, key=ROLES.index, default=None)


def may(role: Role | None, needed: Role) -> bool:
    """Return whether a role includes the needed one."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)
