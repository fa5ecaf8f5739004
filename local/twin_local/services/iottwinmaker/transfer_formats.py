"""The documents of metadata transfer jobs, read and written; pure.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-import-export-schema.html
"""

from __future__ import annotations

import json

from moto.core.utils import camelcase_to_underscores

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ValidationException

SECTIONS = {
    "componentTypes": "componentTypeId",
    "entities": "entityId",
    "entityComponents": "entityId",
}
TYPE_MEMBERS = (
    "componentTypeId", "componentTypeName", "description", "extendsFrom", "functions",
    "isSingleton", "propertyDefinitions", "propertyGroups", "tags",
)  # fmt: skip
ENTITY_MEMBERS = (
    "entityId", "entityName", "description", "parentEntityId", "components", "tags",
)  # fmt: skip


def read(text: bytes) -> dict[str, list[Json]]:
    """Return the sections of a document.

    Raises:
        ValidationException: it is none.
    """
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ValidationException(f"the document is no JSON: {error}") from error
    if not isinstance(body, dict) or set(body) - set(SECTIONS):
        raise ValidationException(f"the document has the members {', '.join(SECTIONS)}")
    for name, items in body.items():
        if not isinstance(items, list) or not all(
            isinstance(one, dict) and one.get(SECTIONS[name]) for one in items
        ):
            raise ValidationException(f"{name} is a list of objects with {SECTIONS[name]}")
    return {name: [_small(one) for one in body.get(name) or []] for name in SECTIONS}


def _small(value: Json) -> Json:
    """Return a document whose relationships are spelt as in the API: with small letters."""
    text = json.dumps(value)
    text = text.replace('"TargetEntityId":', '"targetEntityId":')
    return dict(json.loads(text.replace('"TargetComponentName":', '"targetComponentName":')))


def request(item: Json, workspace: str) -> Json:
    """Return the request that makes an item."""
    members = {camelcase_to_underscores(key): one for key, one in item.items()}
    return {**members, "workspace_id": workspace}


def in_order(items: list[Json], key: str, after: str) -> list[Json]:
    """Return items so that each is behind those of them that it names in `after`."""
    left = {one[key]: one for one in items}
    found: list[Json] = []
    while left:
        ready = [one for one in left.values() if not set(_names(one.get(after))) & left.keys()]
        for one in ready or list(left.values()):  # in a circle: let the service refuse it
            found.append(left.pop(one[key]))
    return found


def _names(value: object) -> list[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def written(types: list[Json], entities: list[Json]) -> bytes:
    """Return the document of some component types and entities."""
    body = {
        "componentTypes": [_only(one, TYPE_MEMBERS) for one in types],
        "entities": [
            {**_only(one, ENTITY_MEMBERS), "components": _components(one)} for one in entities
        ],
    }
    return json.dumps(body, indent=1).encode()


def _only(document: Json, members: tuple[str, ...]) -> Json:
    return {key: document[key] for key in members if document.get(key) not in (None, {}, [], "")}


def _components(entity: Json) -> Json:
    members = ("componentTypeId", "description", "properties", "propertyGroups")
    return {name: _only(one, members) for name, one in entity["components"].items()}
