"""Accounts as principals, with the rights that they have now."""

from __future__ import annotations

from access_runtime.directory import DirectoryUser
from twin.access.principal import Principal
from twin.access.roles import role_of
from twin.access.site_access import SiteAccess


def user_principal(user: DirectoryUser, access: SiteAccess) -> Principal:
    """Return a user of the pool."""
    return Principal(
        subject=user.subject,
        name=user.name,
        role=role_of(user.groups, access.groups),
        groups=user.groups,
        attributes={
            name: text for name, text in user.attributes.items() if name in access.user_attributes
        },
    )
