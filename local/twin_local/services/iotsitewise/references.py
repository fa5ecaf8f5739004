"""How parts of a model are named: by UUID, by `externalId:…`, by name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.shapes import new_id
from twin_local.services.iotsitewise.store import Json

EXTERNAL = "externalId:"


def find(items: Iterable[Json], reference: str, *, by_name: bool = False) -> Json | None:
    """Return the part that a UUID, an external id or, where allowed, a name stands for."""
    external = reference.removeprefix(EXTERNAL) if reference.startswith(EXTERNAL) else None
    for item in items:
        if external is not None:
            if item.get("externalId") == external:
                return item
        elif item["id"] == reference or (by_name and item["name"] == reference):
            return item
    return None


def found(items: Iterable[Json], reference: str, what: str) -> Json:
    """Return the part that a UUID or an external id stands for.

    Raises:
        ResourceNotFoundException: there is none.
    """
    item = find(items, reference)
    if item is None:
        raise ResourceNotFoundException(f"there is no {what} {reference}")
    return item


def derived_id(owner: str, part: str) -> str:
    """Return the id of a component's part within the composite model that is made of it."""
    return str(uuid.uuid5(uuid.UUID(owner), part))


def identified(items: Iterable[Json], old: list[Json]) -> Iterator[Json]:
    """Yield parts of a definition with the ids they have, or get.

    A part is an old one by its id, its external id or its name. An external id can be added to an
    old part and not be changed.

    Raises:
        InvalidRequestException: an external id would change.
        ResourceNotFoundException: an `externalId:…` names no old part.
    """
    for item in items:
        before = _before(item, old)
        external = item.get("externalId")
        if before and before.get("externalId") and external not in (None, before["externalId"]):
            raise InvalidRequestException(f"{item['name']}: an external id cannot be changed")
        external = external or (before or {}).get("externalId")
        made = {key: value for key, value in item.items() if key != "path" and value is not None}
        key = before["id"] if before else new_id(item.get("id"))
        yield {**made, "id": key, **({"externalId": external} if external else {})}


def _before(item: Json, old: list[Json]) -> Json | None:
    reference = item.get("id")
    if reference and reference.startswith(EXTERNAL):
        return found(old, reference, "part of the model")
    if reference:
        return find(old, reference)
    if external := item.get("externalId"):
        return find(old, f"{EXTERNAL}{external}") or _nameless(item["name"], old)
    return find(old, item["name"], by_name=True)


def _nameless(name: str, old: list[Json]) -> Json | None:
    """Return the old part of a name that has no external id yet."""
    part = find(old, name, by_name=True)
    return part if part and not part.get("externalId") else None
