"""What the components of an entity must be like before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import data_values, quotas
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.exceptions import ValidationException

Fits = Callable[[str, str], bool]
"""Whether an entity, if it exists, has a component of a type."""


def check(found: list[Component], composite_paths: set[str], fits: Fits) -> None:
    """Check the components of an entity.

    Raises:
        ValidationException: one does not fit its type.
        ServiceQuotaExceededException: one has too many properties.
    """
    problems = [text for one in found for text in _problems(one, fits)]
    paths = {one.path for one in found}
    problems += [f"there is no component {path}" for path in sorted(composite_paths - paths)]
    if problems:
        raise ValidationException("; ".join(problems))
    for one in found:
        quotas.check("twinmaker-properties-per-component", len(one.properties))


def _problems(one: Component, fits: Fits) -> Iterator[str]:
    if one.type.is_abstract and "schemaInitializer" not in one.type.functions:
        yield f"{one.type.name} is abstract: no component can be of it"
    properties = one.properties
    missing = [
        name
        for name, item in properties.items()
        if item["definition"]["isRequiredInEntity"] and "value" not in item
    ]
    if missing:
        yield f"the component {one.path} needs {', '.join(sorted(missing))}"
    untyped = [name for name, item in properties.items() if "dataType" not in item["definition"]]
    if untyped:
        yield f"{one.type.name} does not define {', '.join(sorted(untyped))}"
    for name, item in properties.items():
        if name not in untyped:
            yield from _value_problems(one, name, item, fits)
    for name, group in one.groups.items():
        unknown = sorted(set(group.get("propertyNames", [])) - set(properties))
        if unknown:
            yield f"the group {name} names the unknown properties {', '.join(unknown)}"


def _value_problems(one: Component, name: str, item: Json, fits: Fits) -> Iterator[str]:
    path, definition = f"{one.path}.{name}", item["definition"]
    value = one.kept.get("properties", {}).get(name, {}).get("value")
    if value is None:
        return
    if definition["isTimeSeries"]:
        yield f"{path} is a time series; its values are written with BatchPutPropertyValues"
        return
    yield from data_values.problems(value, definition["dataType"], path)
    wanted = data_values.target_type(definition["dataType"])
    for relationship in data_values.relationships(value):
        target = relationship.get("targetEntityId")
        if wanted and target and not fits(target, wanted):
            yield f"{path}: the entity {target} has no component of the type {wanted}"
