"""The compiled `access` section of a site: the roles of its groups, and its own policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from twin.api.routes.route import Role

Effect = Literal["permit", "forbid"]
MetadataType = Literal["String", "Long", "Boolean", "Set<String>"]
METADATA_TYPES: tuple[MetadataType, ...] = ("String", "Long", "Boolean", "Set<String>")


@dataclass(frozen=True)
class GroupGrant:
    """The role of a group of the user pool.

    `databases` of None means the whole site; an empty tuple gives no right anywhere.
    """

    group: str
    role: Role
    databases: tuple[str, ...] | None = None


@dataclass(frozen=True)
class MachineClient:
    """The role of a program with credentials of its own; `databases` as of a group."""

    name: str
    role: Role
    databases: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SitePolicy:
    """One Cedar policy of the site: `policy_id` is `site:<file>:<@id, or its number>`.

    `source` is where it stands, `<file>:<line>`.
    """

    policy_id: str
    effect: Effect
    text: str
    source: str


@dataclass(frozen=True)
class SiteAccess:
    """Everything that decides access beyond the route table.

    `metadata` are the names of metadata that policies may read, with their Cedar types;
    `user_attributes` those of the custom attributes of the user pool that they may read.
    """

    groups: tuple[GroupGrant, ...] = ()
    policies: tuple[SitePolicy, ...] = ()
    metadata: tuple[tuple[str, MetadataType], ...] = ()
    user_attributes: tuple[str, ...] = ()
    machine_clients: tuple[MachineClient, ...] = ()

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> SiteAccess:
        """Read what `dataclasses.asdict` made of a site's access; what is missing is empty."""
        return cls(
            groups=tuple(_grant(item) for item in raw.get("groups", ())),
            policies=tuple(SitePolicy(**item) for item in raw.get("policies", ())),
            metadata=tuple((name, kind) for name, kind in raw.get("metadata", ())),
            user_attributes=tuple(raw.get("user_attributes", ())),
            machine_clients=tuple(_client(item) for item in raw.get("machine_clients", ())),
        )


def _grant(raw: Mapping[str, Any]) -> GroupGrant:
    databases = raw["databases"]
    return GroupGrant(raw["group"], raw["role"], None if databases is None else tuple(databases))


def _client(raw: Mapping[str, Any]) -> MachineClient:
    databases = raw["databases"]
    return MachineClient(raw["name"], raw["role"], None if databases is None else tuple(databases))
