"""The operations that make of a workspace's entities what the site file wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from twin.loading.entities import (
    CreateEntity,
    DeleteEntity,
    Entity,
    ObservedEntity,
    UpdateEntity,
)
from twin.loading.errors import AssetFailedError, AssetHasChildrenError
from twin.loading.plan import Operation, Plan, steps


def entity_differences(
    wanted: Sequence[Entity],
    observed: Sequence[ObservedEntity],
    *,
    prefix: str,
    delete: bool = False,
) -> Plan:
    """Return what there is to do; `prefix` begins the ids of the site's own component types.

    Entities without a component of such a type were not made by the loader: they are left. An
    entity is made after its parent and deleted after its children: one step for each level.

    Raises:
        AssetFailedError: the last change of an entity has failed.
        AssetHasChildrenError: an entity to delete has children that are not deleted.
    """
    _refuse_failed(observed)
    there = {one.entity.entity_id: one.entity for one in observed if one.state != "DELETING"}
    ids = {entity.entity_id for entity in wanted}
    unwanted = [entity for entity in there.values() if entity.entity_id not in ids]
    doomed = [one for one in unwanted if delete and _is_ours(one, prefix)]
    _refuse_orphans(doomed, there)
    new = [entity for entity in wanted if entity.entity_id not in there]
    changed: list[Operation] = [
        UpdateEntity(entity, there[entity.entity_id])
        for entity in wanted
        if entity.entity_id in there and not _is_same(there[entity.entity_id], entity)
    ]
    created: list[tuple[str, list[Operation]]] = [
        ("create entities", [CreateEntity(one.without_relations) for one in level])
        for level in _levels(new)
    ]
    # Relations may run in circles.
    related: list[Operation] = [
        UpdateEntity(one, one.without_relations) for one in new if one != one.without_relations
    ]
    deleted: list[tuple[str, list[Operation]]] = [
        ("delete entities", [DeleteEntity(one.entity_id) for one in level])
        for level in reversed(_levels(doomed))
    ]
    left = tuple(f"entity {one.entity_id}" for one in unwanted if one not in doomed)
    return Plan(steps(*created, ("update entities", changed + related), *deleted), left)


def _is_ours(entity: Entity, prefix: str) -> bool:
    return any(one.type_id.startswith(prefix) for one in entity.components.values())


def _is_same(before: Entity, wanted: Entity) -> bool:
    about = (before.name, before.description, before.parent_id)
    return (
        about == (wanted.name, wanted.description, wanted.parent_id)
        and before.components.keys() == wanted.components.keys()
        and all(
            before.components[name].is_as(component)
            for name, component in wanted.components.items()
        )
    )


def _levels(entities: Iterable[Entity]) -> list[list[Entity]]:
    """Return the entities by their distance to those above that are not among them."""
    known: Mapping[str, Entity] = {entity.entity_id: entity for entity in entities}

    def depth(entity: Entity) -> int:
        above = known.get(entity.parent_id or "")
        return 0 if above is None else 1 + depth(above)

    ordered = sorted(known.values(), key=depth)
    return [list(level) for _, level in groupby(ordered, key=depth)]


def _refuse_failed(observed: Sequence[ObservedEntity]) -> None:
    for one in observed:
        if one.state == "ERROR":
            raise AssetFailedError(
                f"the last change of the entity {one.entity.entity_id} has failed",
                found=one.failure or one.state,
                expected="an ACTIVE entity",
                where=f"delete or repair the entity {one.entity.entity_id}, then load again",
            )


def _refuse_orphans(doomed: Sequence[Entity], there: Mapping[str, Entity]) -> None:
    leaving = {entity.entity_id for entity in doomed}
    for entity in doomed:
        staying = [
            one.entity_id
            for one in there.values()
            if one.parent_id == entity.entity_id and one.entity_id not in leaving
        ]
        if staying:
            raise AssetHasChildrenError(
                f"the entity {entity.entity_id} is not deleted: it has children that stay",
                found=", ".join(sorted(staying)),
                expected="no children, or only ones that are deleted too",
                where="load without --delete first, which moves what has another parent now",
            )
