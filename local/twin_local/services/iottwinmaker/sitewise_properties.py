"""SiteWise's properties and models as TwinMaker's definitions; pure.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-sw-asset-sync-map.html
"""

from __future__ import annotations

from twin_local.services.documents import Json

TYPES = {
    "STRING": "STRING",
    "STRUCT": "STRING",
    "INTEGER": "INTEGER",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
}


def definition_of(item: Json) -> Json:
    """Return the definition of a property of an asset or a model."""
    data_type: Json = {"type": TYPES[item["dataType"]]}
    if unit := item.get("unit"):
        data_type["unitOfMeasure"] = unit
    configuration = {"alias": item["alias"]} if item.get("alias") else {}
    return {
        "dataType": data_type,
        "displayName": item["name"],
        "isTimeSeries": True,
        "isStoredExternally": True,
        "isImported": True,
        **({"configuration": configuration} if configuration else {}),
    }
