"""Component types, ours and the ones every workspace has."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
SITEWISE = "com.amazon.iotsitewise.connector"


def _text(*, required: bool = False) -> Json:
    return {
        "dataType": {"type": "STRING"},
        "isTimeSeries": False,
        "isRequiredInEntity": required,
        "isExternalId": False,
        "isStoredExternally": False,
        "isImported": False,
        "isFinal": False,
        "isInherited": False,
    }


BUILT_IN: dict[str, Json] = {
    SITEWISE: {
        "componentTypeId": SITEWISE,
        "description": "Reads the properties of an AWS IoT SiteWise asset",
        "propertyDefinitions": {
            "sitewiseAssetId": _text(required=True),
            "sitewiseAssetModelId": _text(required=True),
        },
        "isAbstract": False,
        "isSchemaInitialized": True,
        "status": {"state": "ACTIVE", "error": {}},
    },
}


def described(given: Json) -> Json:
    """Return the property definitions with what the service adds to them."""
    return {
        name: {**_text(), **definition}
        for name, definition in given.get("property_definitions", {}).items()
    }


def missing_properties(component_type: Json, component: Json) -> list[str]:
    """Return the required properties that a component gives no value for."""
    values = component.get("properties") or {}
    return sorted(
        name
        for name, definition in component_type["propertyDefinitions"].items()
        if definition.get("isRequiredInEntity")
        and "value" not in values.get(name, {})
        and "defaultValue" not in definition
    )


def unknown_properties(component_type: Json, component: Json) -> list[str]:
    """Return the properties that a component gives and its type does not define."""
    known = set(component_type["propertyDefinitions"])
    values = component.get("properties") or {}
    return sorted(name for name in values if name not in known and "definition" not in values[name])
