"""Values of components: static ones from the entity, the SiteWise connector's from SiteWise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import SITEWISE
from twin_local.services.iottwinmaker.exceptions import (
    ConnectorFailureException,
    ValidationException,
)

MAXIMUM_SELECTED = 10
Latest = Callable[[str, str], Json | None]
"""From an asset id and a property name to a `Variant`, None where there is no value."""

MEMBERS = {
    "doubleValue": "doubleValue",
    "integerValue": "integerValue",
    "booleanValue": "booleanValue",
    "stringValue": "stringValue",
}


def property_values(entity: Json, component: Json, selected: Sequence[str], latest: Latest) -> Json:
    """Return the selected values of a component.

    Raises:
        ValidationException: too many, or unknown properties.
        ConnectorFailureException: SiteWise has no such asset.
    """
    if len(selected) > MAXIMUM_SELECTED:
        raise ValidationException(f"{len(selected)} properties, at most {MAXIMUM_SELECTED}")
    values: Json = {}
    for name in selected:
        value = _value(component, name, latest)
        reference = {
            "entityId": entity["entityId"],
            "componentName": component["componentName"],
            "propertyName": name,
        }
        if value is not None:
            values[name] = {"propertyReference": reference, "propertyValue": value}
    return values


def _value(component: Json, name: str, latest: Latest) -> Json | None:
    static = component["properties"].get(name)
    if static is not None:
        value: Json | None = static.get("value")
        return value
    if component["componentTypeId"] != SITEWISE:
        raise ValidationException(f"{component['componentName']} has no property {name}")
    asset = component["properties"]["sitewiseAssetId"]["value"]["stringValue"]
    try:
        found = latest(asset, name)
    except LookupError as error:
        raise ConnectorFailureException(f"SiteWise has no property {name} of {asset}") from error
    if found is None:
        return None
    return {MEMBERS[key]: value for key, value in found.items() if key in MEMBERS}
