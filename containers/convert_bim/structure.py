"""The spatial structure of a file: project, sites, buildings, storeys, elements and their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_bim.ifc_file import Entity, File

MAXIMUM_DEPTH = 100
"""Project, site, building, storey, space, assembly, part: real files have fewer than ten levels."""


@dataclass(frozen=True)
class Item:
    """One object and what is below it; `key` is unique in the file: its GlobalId.

    Of several objects with one GlobalId, which ISO 16739-1 forbids and exporters write, the second
    has `~2` behind it, and so on.
    """

    entity: Entity
    key: str
    children: list[Item] = field(default_factory=list)

    def all(self) -> Iterator[Item]:
        """Yield this item and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.all()


def structure_of(file: File, products: Sequence[Entity]) -> Item:
    """Return the project with the products and everything that contains them.

    Raises:
        SourceDamaged: something contains itself.
        SourceTooComplex: the structure is too deep.
    """
    project = file.by_type("IfcProject")[0]
    parents: dict[int, Entity] = {}
    for product in products:
        _climb(product, project, parents)
    needed = {project.id(): project} | {product.id(): product for product in products}
    needed |= {parent.id(): parent for parent in parents.values()}
    keys = _keys(needed)
    items = {number: Item(entity, keys[number]) for number, entity in sorted(needed.items())}
    for number, item in items.items():
        if number != project.id():
            items[parents[number].id()].children.append(item)
    return items[project.id()]


def parent_of(entity: Entity) -> Entity | None:
    """Return what an object is part of, fills, or is contained in."""
    for relations, above in (
        ("Decomposes", "RelatingObject"),
        ("Nests", "RelatingObject"),
        ("ContainedInStructure", "RelatingStructure"),
        ("FillsVoids", "RelatingOpeningElement"),
        ("VoidsElements", "RelatingBuildingElement"),
    ):
        for relation in getattr(entity, relations, ()) or ():
            found = getattr(relation, above, None)
            if found is not None:
                return found
    return None


def _climb(product: Entity, project: Entity, parents: dict[int, Entity]) -> None:
    """Record the parent of a product and of everything above it, up to the project."""
    path: set[int] = set()
    entity = product
    while entity.id() != project.id() and entity.id() not in parents:
        if entity.id() in path:
            raise SourceDamaged("an object of the file contains itself")
        path.add(entity.id())
        if len(path) > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "the structure of the file is too deep", expected=f"at most {MAXIMUM_DEPTH} levels"
            )
        above = _seen_parent(entity) or project
        parents[entity.id()] = above
        entity = above
    if entity.id() in path:
        raise SourceDamaged("an object of the file contains itself")


def _seen_parent(entity: Entity) -> Entity | None:
    """Return the parent; an opening is none: what fills it is below the element that it cuts."""
    above = parent_of(entity)
    steps = 0
    while above is not None and above.is_a("IfcFeatureElementSubtraction"):
        above, steps = parent_of(above), steps + 1
        if steps > MAXIMUM_DEPTH:
            raise SourceDamaged("an opening of the file cuts itself")
    return above


def _keys(entities: dict[int, Entity]) -> dict[int, str]:
    counts: dict[str, int] = {}
    found = {}
    for number, entity in sorted(entities.items()):
        plain = entity.GlobalId or f"#{number}"
        counts[plain] = counts.get(plain, 0) + 1
        found[number] = plain if counts[plain] == 1 else f"{plain}~{counts[plain]}"
    return found
