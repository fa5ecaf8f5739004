"""Groups and programs of a site file as principals."""

from __future__ import annotations

from twin.access.errors import PrincipalUnknown
from twin.access.principal import Limits, Principal
from twin.access.roles import role_of
from twin.access.site_access import SiteAccess


def group_principal(group: str, access: SiteAccess) -> Principal:
    """Return somebody who is in one group only; a group that the site does not name has no role."""
    return Principal("", f"anybody in {group}", role_of((group,), access.groups), groups=(group,))


def program_principal(
    name: str, access: SiteAccess, *, client_id: str = "", limits: Limits | None = None
) -> Principal:
    """Return a program with credentials of its own.

    Raises:
        PrincipalUnknown: the site file has none of this name.
    """
    grant = next((one for one in access.machine_clients if one.name == name), None)
    if grant is None:
        expected = "one of access.machine_clients of the site file"
        raise unknown_principal("program", name, expected)
    return Principal(
        subject=client_id,
        name=name,
        role=grant.role if grant.databases is None else None,
        kind="machine",
        limits=limits,
        credential=client_id,
    )


def unknown_principal(kind: str, name: str, expected: str) -> PrincipalUnknown:
    """Return the error of a principal that is not there."""
    return PrincipalUnknown(f"there is no such {kind}", found=name, expected=expected)
