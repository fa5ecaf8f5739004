"""Roles: the groups of the user pool, in rising order, and what each may call."""

from __future__ import annotations

from collections.abc import Iterable

from twin.access.errors import RoleMissing
from twin.api.routes import ROLES, ROUTES, Role, Route


def role_of(groups: Iterable[str]) -> Role:
    """Return the highest role among a caller's groups.

    Raises:
        RoleMissing: no group is a role.
    """
    names = set(groups)
    held = [role for role in ROLES if role in names]
    if not held:
        raise RoleMissing(
            "the user has no role",
            found=", ".join(sorted(names)) or "no group",
            expected=f"one of the groups {', '.join(ROLES)}",
            where="the user's groups in the user pool",
        )
    return held[-1]


def may(role: Role, needed: Role) -> bool:
    """Return whether a role includes the needed one."""
    return ROLES.index(role) >= ROLES.index(needed)


def allowed_routes(role: Role) -> tuple[Route, ...]:
    """Return the protected routes that a role may call."""
    return tuple(route for route in ROUTES if route.role is not None and may(role, route.role))
