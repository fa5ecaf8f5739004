"""The actions of the policies: one for each operation of the API, in groups.

A group is named by the least role of its operations (`viewer` to `admin`); `self` holds those that
are about the caller's own rights, and `read` all that change nothing. https://docs.cedarpolicy.com/overview/terminology.html#term-action
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from twin.access.resource import ResourceKind
from twin.api.routes import ROLES, ROUTES, Role, Route

READ, SELF = "read", "self"
GROUPS: tuple[str, ...] = (*ROLES, SELF, READ)

SIGHT: dict[ResourceKind, str] = {
    "Site": "getScene",
    "Database": "getDatabase",
    "Asset": "getAsset",
}
"""The action that whoever may know of a resource is permitted."""

OWN = ("access_keys", "access_explain")
"""Functions whose operations show a caller no more than what is the caller's own."""

KINDS: tuple[ResourceKind, ...] = ("Site", "Database", "Asset")


@dataclass(frozen=True)
class Action:
    """One operation as an action: its groups, and the kinds of resource that it may be about."""

    operation_id: str
    groups: tuple[str, ...]
    kinds: tuple[ResourceKind, ...]


@cache
def actions() -> dict[str, Action]:
    """Return the action of every protected operation, by operation id."""
    return {
        route.operation_id: _action(route, route.role) for route in ROUTES if route.role is not None
    }


def groups_up_to(role: Role) -> tuple[str, ...]:
    """Return the groups of all that a role may do."""
    return tuple(ROLES[: ROLES.index(role) + 1])


def _action(route: Route, role: Role) -> Action:
    group = SELF if route.function in OWN and role == ROLES[0] else role
    groups = (group, READ) if route.method == "GET" else (group,)
    spatial = route.function.startswith("spatial_")
    return Action(route.operation_id, groups, KINDS if spatial else ("Site",))
