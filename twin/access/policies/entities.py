"""Principals, resources and actions as Cedar entities.

https://docs.cedarpolicy.com/auth/entities-syntax.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from twin.access.policies.actions import actions
from twin.access.principal import Limits, Principal
from twin.access.resource import JSON, SITE, Resource
from twin.access.site_access import MetadataType, SiteAccess
from twin.api.routes import ROLES

Entity = dict[str, Any]
LONG = range(-(2**63), 2**63)
"""Whole numbers of Cedar: https://docs.cedarpolicy.com/policies/syntax-datatypes.html"""


def uid(entity_type: str, entity_id: str) -> dict[str, str]:
    """Return the identity of an entity."""
    return {"type": entity_type, "id": entity_id}


def fixed_entities() -> list[Entity]:
    """Return what is the same for every request: the roles, the actions and the site."""
    roles = [_entity("Role", role, ROLES[index - 1 : index]) for index, role in enumerate(ROLES)]
    found = [
        {**_entity("Action", action.operation_id), "parents": _uids("Action", action.groups)}
        for action in actions().values()
    ]
    return [*roles, *found, _entity(SITE.kind, SITE.resource_id)]


def principal_entity(principal: Principal, access: SiteAccess) -> Entity:
    """Return who asks; only attributes that policies may read are in it."""
    known = {
        name: principal.attributes[name]
        for name in access.user_attributes
        if name in principal.attributes
    }
    limits = principal.limits
    return {
        "uid": uid("User", principal.subject),
        "attrs": {
            "subject": principal.subject,
            "name": principal.name,
            "kind": principal.kind,
            "attributes": known,
            **(_limit_attributes(limits) if limits else {}),
        },
        "parents": [
            *_uids("Group", principal.groups),
            *_uids("Role", (principal.role,) if principal.role else ()),
            *_uids("Limit", (limits.role,) if limits else ()),
            *_uids("Machine", (principal.name,) if principal.kind == "machine" else ()),
        ],
    }


def resource_entities(resources: Iterable[Resource], access: SiteAccess) -> Iterator[Entity]:
    """Yield the entities of resources and of the databases that hold them, each once.

    Of two resources with the same id, the first counts.
    """
    types = dict(access.metadata)
    assets: dict[str, Entity] = {}
    databases: dict[str, Entity] = {}
    for resource in resources:
        if resource.kind == "Asset" and resource.resource_id not in assets:
            assets[resource.resource_id] = _asset(resource, types)
        elif resource.kind == "Database":
            databases[resource.resource_id] = _database(resource.resource_id, resource.attributes)
    for entity in assets.values():
        held_by = entity["attrs"]["database"]
        databases.setdefault(held_by, _database(held_by, {}))
    yield from assets.values()
    yield from databases.values()


def _database(database_id: str, attributes: Mapping[str, JSON]) -> Entity:
    return {
        "uid": uid("Database", database_id),
        "attrs": {
            "tags": _texts(attributes.get("tags")),
            "created_by": _text(attributes.get("created_by")),
        },
        "parents": [uid(SITE.kind, SITE.resource_id)],
    }


def _asset(resource: Resource, types: Mapping[str, MetadataType]) -> Entity:
    attributes = resource.attributes
    metadata = attributes.get("metadata")
    database = _text(attributes.get("database"))
    return {
        "uid": uid("Asset", resource.resource_id),
        "attrs": {
            "database": database,
            "type": _text(attributes.get("type")),
            "tags": _texts(attributes.get("tags")),
            "metadata": _typed(metadata, types) if isinstance(metadata, Mapping) else {},
            "created_by": _text(attributes.get("created_by")),
        },
        "parents": [uid("Database", database)],
    }


def _typed(metadata: Mapping[str, JSON], types: Mapping[str, MetadataType]) -> dict[str, JSON]:
    """Return what policies may read; a value of another type than declared counts as absent."""
    return {
        name: metadata[name]
        for name, kind in types.items()
        if name in metadata and _is_of(metadata[name], kind)
    }


def _is_of(value: JSON, kind: MetadataType) -> bool:
    match kind:
        case "String":
            return isinstance(value, str)
        case "Boolean":
            return isinstance(value, bool)
        case "Long":
            return isinstance(value, int) and not isinstance(value, bool) and value in LONG
        case "Set<String>":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _limit_attributes(limits: Limits) -> dict[str, JSON]:
    sets = {
        "databases": ("Database", limits.databases),
        "operations": ("Action", limits.operations),
    }
    return {
        name: [{"__entity": uid(kind, one)} for one in ids]
        for name, (kind, ids) in sets.items()
        if ids is not None
    }


def _entity(entity_type: str, entity_id: str, parents: Iterable[str] = ()) -> Entity:
    return {"uid": uid(entity_type, entity_id), "attrs": {}, "parents": _uids(entity_type, parents)}


def _uids(entity_type: str, ids: Iterable[str]) -> list[dict[str, str]]:
    return [uid(entity_type, one) for one in ids]


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: JSON) -> list[JSON]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
