"""The component types that every workspace has.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/twinmaker-component-types.html
"""

from __future__ import annotations

from twin_local.services.documents import Json

SITEWISE = "com.amazon.iotsitewise.connector"
RESOURCE_SYNC = "com.amazon.iotsitewise.resourcesync"
ALARM = "com.amazon.iottwinmaker.alarm.basic"
PARAMETERS = "com.amazon.iottwinmaker.parameters"
DOCUMENTS = "com.amazon.iottwinmaker.documents"
TEXT: Json = {"type": "STRING"}
ALARM_STATES = ("ACTIVE", "SNOOZE_DISABLED", "ACKNOWLEDGED", "NORMAL")
READER = "dataReader"


def _native(*required: str) -> Json:
    return {"requiredProperties": list(required), "implementedBy": {"isNative": True}}


BUILT_IN: dict[str, Json] = {
    SITEWISE: {
        "description": "Reads the properties of an AWS IoT SiteWise asset",
        "propertyDefinitions": {
            "sitewiseAssetId": {"dataType": TEXT, "isRequiredInEntity": True},
            "sitewiseAssetModelId": {"dataType": TEXT, "isRequiredInEntity": True},
        },
        "functions": {READER: _native("sitewiseAssetId", "sitewiseAssetModelId")},
    },
    RESOURCE_SYNC: {
        "description": "The base of what is kept in step with AWS IoT SiteWise",
        "functions": {READER: _native()},
    },
    ALARM: {
        "description": "What an alarm tells: its key and its state",
        # Nothing implements it: who extends the type has to.
        "functions": {READER: {"requiredProperties": []}},
        "propertyDefinitions": {
            "alarm_key": {"dataType": TEXT, "isExternalId": True, "isRequiredInEntity": True},
            "alarm_status": {
                "dataType": {
                    **TEXT,
                    "allowedValues": [{"stringValue": one} for one in ALARM_STATES],
                },
                "isTimeSeries": True,
                "isStoredExternally": True,
            },
        },
        "isAbstract": True,
    },
    PARAMETERS: {"description": "Parameters that expressions of other values use"},
    DOCUMENTS: {
        "description": "Links to documents",
        "propertyDefinitions": {"documents": {"dataType": {"type": "MAP", "nestedType": TEXT}}},
    },
}


def built_in(name: str, workspace: str) -> Json | None:
    """Return a built-in type as a workspace's document, None where there is none of the name."""
    if name not in BUILT_IN:
        return None
    return {
        "workspaceId": workspace,
        "componentTypeId": name,
        "arn": f"arn:aws:iottwinmaker:::component-type/{name}",
        "creationDateTime": 0,
        "updateDateTime": 0,
        **BUILT_IN[name],
    }
