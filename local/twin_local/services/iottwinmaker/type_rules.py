"""What a component type must be like before it is kept; pure."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import data_values
from twin_local.services.iottwinmaker.type_resolution import ResolvedType, TypeOf, resolve

NESTED = frozenset({"LIST", "MAP"})
WRITER, READERS = (
    "dataWriter",
    frozenset(
        {
            "dataReader",
            "dataReaderByEntity",
            "dataReaderByComponentType",
            "attributePropertyValueReaderByEntity",
            "schemaInitializer",
        }
    ),
)
FUNCTIONS = READERS | {WRITER}
RESERVED = "com.amazon."


def problems(resolved: ResolvedType, document: Json, type_of: TypeOf) -> Iterator[str]:
    """Yield what is wrong with a component type."""
    if resolved.name.startswith(RESERVED):
        yield f"{resolved.name}: ids with {RESERVED} are reserved"
    for name, one in resolved.properties.items():
        yield from _property_problems(name, one)
    yield from _function_problems(resolved)
    for name, group in document.get("propertyGroups", {}).items():
        unknown = sorted(set(group.get("propertyNames", [])) - set(resolved.properties))
        if unknown:
            yield f"the group {name} names the unknown properties {', '.join(unknown)}"
    yield from _composite_problems(resolved, type_of)


def _property_problems(name: str, definition: Json) -> Iterator[str]:
    data_type = definition.get("dataType")
    if not data_type:
        yield f"the property {name} has no dataType"
        return
    if (data_type["type"] in NESTED) != ("nestedType" in data_type):
        yield f"the property {name}: nestedType is given for LIST and MAP, and only then"
        return
    if definition.get("isExternalId") and definition.get("isTimeSeries"):
        yield f"the property {name} is an external id and can be no time series"
    if default := definition.get("defaultValue"):
        if definition.get("isTimeSeries"):
            yield f"the property {name} is a time series and can have no default"
        yield from data_values.problems(default, data_type, name)


def _function_problems(resolved: ResolvedType) -> Iterator[str]:
    for name, one in resolved.functions.items():
        if name not in FUNCTIONS:
            yield f"there is no function {name}; there are {', '.join(sorted(FUNCTIONS))}"
        connector = one.get("implementedBy")
        if connector and not one["isInherited"] and not connector.get("lambda"):
            yield f"the function {name} is not implemented by a Lambda function"


def _composite_problems(resolved: ResolvedType, type_of: TypeOf) -> Iterator[str]:
    for name, one in resolved.composites.items():
        inner = resolve(one["componentTypeId"], type_of)
        if inner.is_a(resolved.name) or _contains(inner, resolved.name, type_of):
            yield f"the composite component {name} would contain itself"
        if inner.is_abstract:
            yield f"the composite component {name} is of the abstract type {inner.name}"


def _contains(outer: ResolvedType, name: str, type_of: TypeOf) -> bool:
    inner = (resolve(one["componentTypeId"], type_of) for one in outer.composites.values())
    return any(one.is_a(name) or _contains(one, name, type_of) for one in inner)
