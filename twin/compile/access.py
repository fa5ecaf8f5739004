"""Section `access` of a site file → `SiteAccess`: what functions know of it."""

from __future__ import annotations

from twin.access.site_access import GroupGrant, MachineClient, SiteAccess
from twin.definition.access import AccessDefinition, Grant
from twin.definition.policy_texts import policy_texts


def compile_access(access: AccessDefinition) -> SiteAccess:
    """Return groups, machine clients and policies, with what the policies may read."""
    return SiteAccess(
        groups=tuple(
            GroupGrant(name, grant.role, _databases(grant)) for name, grant in access.groups.items()
        ),
        policies=tuple(one for _, text in policy_texts(access) for one in text.policies),
        metadata=tuple(access.metadata.items()),
        user_attributes=tuple(access.user_attributes),
        machine_clients=tuple(
            MachineClient(name, grant.role, _databases(grant))
            for name, grant in access.machine_clients.items()
        ),
    )


def _databases(grant: Grant) -> tuple[str, ...] | None:
    return None if grant.databases is None else tuple(grant.databases)
