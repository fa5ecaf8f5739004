"""An asset model of a template as the API of AWS IoT SiteWise wants it.

CloudFormation names properties and hierarchies by logical ids of the template; the API by ids that
the service gives them, or by name. Composite models that are made of a component model are made
with an operation of their own, and only then can a formula use their properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twin_local.engine.json_value import Json, Properties

CUSTOM = "CUSTOM"


def whole(given: Properties, known: Properties) -> Properties:
    """Return a model whose properties refer to one another as the API wants it."""
    return _made(given, known, given.get("AssetModelProperties", []))


def without_parts(given: Properties, known: Properties) -> Properties:
    """Return a model without the properties that need one of a part, which is not there yet."""
    waiting = _of_parts(given)
    return _made(
        given,
        known,
        [one for one in given.get("AssetModelProperties", []) if one["Name"] not in waiting],
    )


def needs_parts(given: Json) -> bool:
    """Tell whether a formula of a model uses a property of a part."""
    return isinstance(given, dict) and bool(_of_parts(given))


def is_custom(composite: Json) -> bool:
    """Tell whether a composite model is made with an operation of its own."""
    return isinstance(composite, dict) and composite.get("Type") == CUSTOM


def part(_: Properties, known: Properties) -> Properties:
    """Return a custom composite model as the API wants it."""
    item = known["item"]
    renamed = {
        "AssetModelCompositeModelName": "Name",
        "AssetModelCompositeModelType": "Type",
        "AssetModelCompositeModelDescription": "Description",
        "AssetModelCompositeModelExternalId": "ExternalId",
        "ComposedAssetModelId": "ComposedAssetModelId",
    }
    made = {api: item[name] for api, name in renamed.items() if name in item}
    carried = {*renamed.values(), "CompositeModelProperties"}
    if "CompositeModelProperties" in item:
        names = _Names.of(known["p"], known)
        members = _properties(item["CompositeModelProperties"], names, [])
        made["AssetModelCompositeModelProperties"] = members
    if "ParentAssetModelCompositeModelExternalId" in item:
        parent = item["ParentAssetModelCompositeModelExternalId"]
        made["ParentAssetModelCompositeModelId"] = f"externalId:{parent}"
        carried.add("ParentAssetModelCompositeModelExternalId")
    return {**made, **{key: value for key, value in item.items() if key not in carried}}


def all_properties(model: Properties) -> Iterator[Properties]:
    """Yield the properties of a template's model and of its composite models."""
    yield from model.get("AssetModelProperties", [])
    for composite in model.get("AssetModelCompositeModels", []):
        yield from composite.get("CompositeModelProperties", [])


def match(item: Properties, described: list[Properties]) -> Properties | None:
    """Return what the service knows an item of a template as."""
    external = item.get("ExternalId")
    for candidate in described:
        if external is not None and candidate.get("externalId") == external:
            return candidate
        if candidate.get("name") == item["Name"] and not (external and candidate.get("externalId")):
            return candidate
    return None


@dataclass(frozen=True)
class _Names:
    """The names that logical ids of a template stand for."""

    properties: Mapping[str, str]
    hierarchies: Mapping[str, str]
    children: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, model: Properties, known: Properties) -> _Names:
        declared = model.get("AssetModelHierarchies", [])
        return cls(
            _by_logical_id(all_properties(model)),
            _by_logical_id(iter(declared)),
            {
                one["LogicalId"]: _by_logical_id(
                    all_properties(known["deployed"].get(one["ChildAssetModelId"], {}))
                )
                for one in declared
                if "LogicalId" in one
            },
        )

    def variable(self, value: Properties) -> Properties:
        rest = dict(value)
        hierarchy, logical_id = rest.pop("HierarchyLogicalId", None), None
        if "PropertyLogicalId" in rest:
            logical_id = rest.pop("PropertyLogicalId")
            names = self.properties if hierarchy is None else self.children.get(hierarchy, {})
            rest["PropertyId"] = names.get(logical_id, logical_id)
        if hierarchy is not None:
            rest["HierarchyId"] = self.hierarchies.get(hierarchy, hierarchy)
        if "PropertyExternalId" in rest:
            rest["PropertyId"] = f"externalId:{rest.pop('PropertyExternalId')}"
        if "HierarchyExternalId" in rest:
            rest["HierarchyId"] = f"externalId:{rest.pop('HierarchyExternalId')}"
        return rest


def _by_logical_id(items: Iterator[Properties]) -> dict[str, str]:
    return {item["LogicalId"]: item["Name"] for item in items if "LogicalId" in item}


def _made(given: Properties, known: Properties, properties: list[Properties]) -> Properties:
    described = known["last"] if "assetModelProperties" in known["last"] else {}
    names = _Names.of(given, known)
    made: Properties = {
        "AssetModelProperties": _properties(
            properties, names, described.get("assetModelProperties", [])
        ),
        "AssetModelHierarchies": [
            _identified(_without_logical_id(item), described.get("assetModelHierarchies", []))
            for item in given.get("AssetModelHierarchies", [])
        ],
        "AssetModelCompositeModels": _alarms(given, names, described),
    }
    return {**given, **{name: value for name, value in made.items() if name in given}}


def _alarms(given: Properties, names: _Names, described: Properties) -> list[Properties]:
    known = described.get("assetModelCompositeModels", [])
    made = []
    for item in given.get("AssetModelCompositeModels", []):
        if is_custom(item):
            continue
        there = match(item, known) or {}
        members = _properties(
            item.get("CompositeModelProperties", []), names, there.get("properties", [])
        )
        made.append(_identified({**item, "CompositeModelProperties": members}, known))
    return made


def _properties(
    items: list[Properties], names: _Names, described: list[Properties]
) -> list[Properties]:
    return [
        _identified({**_without_logical_id(item), "Type": _type(item["Type"], names)}, described)
        for item in items
    ]


def _type(kind: Properties, names: _Names) -> Properties:
    """Return the API's union of one member for CloudFormation's `TypeName` and its members."""
    name = kind["TypeName"]
    body: Properties = dict(kind.get(name) or {})
    if "Variables" in body:
        body["Variables"] = [
            {**variable, "Value": names.variable(variable["Value"])}
            for variable in body["Variables"]
        ]
    return {name: body}


def _of_parts(model: Properties) -> set[str]:
    """Return the names of the properties that need one of a part, also through others."""
    names = _by_logical_id(all_properties(model))
    found: set[str] = set()
    while True:
        more = {
            one["Name"]
            for one in model.get("AssetModelProperties", [])
            if one["Name"] not in found and any(_waits(v, names, found) for v in _values(one))
        }
        if not more:
            return found
        found |= more


def _waits(value: Properties, names: Mapping[str, str], found: set[str]) -> bool:
    if "HierarchyLogicalId" in value or "HierarchyExternalId" in value:
        return False  # of a child model, which is whole
    logical_id = value.get("PropertyLogicalId")
    return "PropertyPath" in value or names.get(logical_id or "") in found


def _values(item: Properties) -> list[Properties]:
    kind = item["Type"]
    body = kind.get(kind["TypeName"]) or {}
    return [variable["Value"] for variable in body.get("Variables", [])]


def _without_logical_id(item: Properties) -> Properties:
    return {key: value for key, value in item.items() if key != "LogicalId"}


def _identified(item: Properties, described: list[Properties]) -> Properties:
    """Give an item the id by which the service already knows it, so that it stays the same."""
    there = match(item, described)
    return {**item, "Id": there["id"]} if there and "id" in there else item
