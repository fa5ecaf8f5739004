"""TwinMaker entities, as a site wants them and as AWS has them, and what is done to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Values = Mapping[str, str | tuple[str, ...]]
"""Values of properties: a text, or for a relationship the ids of the entities that it leads to."""


@dataclass(frozen=True)
class EntityComponent:
    """A component of an entity: its type and its values, of which AWS shows those of the type too.

    `defaults` are what the type says; they are empty in what a site wants.
    """

    type_id: str
    values: Values = field(default_factory=dict)
    defaults: Values = field(default_factory=dict)

    def is_as(self, wanted: EntityComponent) -> bool:
        """Tell whether nothing has to change to make this the wanted component."""
        return (
            self.type_id == wanted.type_id
            and all(self.values.get(name) == value for name, value in wanted.values.items())
            and not self.surplus(wanted)
        )

    def surplus(self, wanted: EntityComponent) -> tuple[str, ...]:
        """Return the names of own values that the wanted component does not have."""
        return tuple(
            name
            for name, value in self.values.items()
            if name not in wanted.values and value != self.defaults.get(name)
        )


@dataclass(frozen=True)
class Entity:
    """One entity; `parent_id` is None at the top."""

    entity_id: str
    name: str
    description: str
    parent_id: str | None
    components: Mapping[str, EntityComponent] = field(default_factory=dict)

    @property
    def without_relations(self) -> Entity:
        """Return the entity as it can be made before those that it leads to are there."""
        components = {
            name: replace(
                one,
                values={key: value for key, value in one.values.items() if isinstance(value, str)},
            )
            for name, one in self.components.items()
        }
        return replace(self, components=components)


@dataclass(frozen=True)
class ObservedEntity:
    """One entity in AWS, and how its last change went."""

    entity: Entity
    state: str = "ACTIVE"
    failure: str = ""


@dataclass(frozen=True)
class CreateEntity:
    """Make an entity under its parent, which exists."""

    entity: Entity

    @property
    def name(self) -> str:
        """Return the id of the entity."""
        return self.entity.entity_id


@dataclass(frozen=True)
class UpdateEntity:
    """Make of an entity what is wanted; `before` is what it is."""

    entity: Entity
    before: Entity

    @property
    def name(self) -> str:
        """Return the id of the entity."""
        return self.entity.entity_id


@dataclass(frozen=True)
class DeleteEntity:
    """Remove an entity that has no children."""

    entity_id: str

    @property
    def name(self) -> str:
        """Return the id of the entity."""
        return self.entity_id


EntityOperation = CreateEntity | UpdateEntity | DeleteEntity
