"""SiteWise asset models."""

from __future__ import annotations

from tests.integration.engine.samples.parts import Template, ref, thing

MODELS: Template = {
    "Bearing": thing(
        "IoTSiteWise::AssetModel",
        AssetModelName="sample bearing",
        AssetModelType="COMPONENT_MODEL",
        AssetModelProperties=[
            {
                "LogicalId": "heat",
                "ExternalId": "heat",
                "Name": "heat",
                "DataType": "DOUBLE",
                "Unit": "°C",
                "Type": {"TypeName": "Measurement"},
            }
        ],
    ),
    "Machine": thing(
        "IoTSiteWise::AssetModel",
        AssetModelName="sample machine",
        AssetModelProperties=[
            {
                "LogicalId": "twice",
                "Name": "twice",
                "DataType": "DOUBLE",
                "Type": {
                    "TypeName": "Transform",
                    "Transform": {
                        "Expression": "2 * x",
                        "Variables": [
                            {
                                "Name": "x",
                                "Value": {
                                    "PropertyPath": [
                                        {"Name": "sample machine"},
                                        {"Name": "drive"},
                                        {"Name": "heat"},
                                    ]
                                },
                            }
                        ],
                    },
                },
            }
        ],
        AssetModelCompositeModels=[
            {
                "Name": "drive",
                "Type": "CUSTOM",
                "ExternalId": "part.drive",
                "ComposedAssetModelId": ref("Bearing"),
            },
            {
                "Name": "plate",
                "Type": "CUSTOM",
                "Description": "what is stamped on it",
                "ExternalId": "part.plate",
                "CompositeModelProperties": [
                    {
                        "LogicalId": "serial",
                        "Name": "serial",
                        "DataType": "STRING",
                        "Type": {"TypeName": "Attribute", "Attribute": {"DefaultValue": "none"}},
                    }
                ],
            },
        ],
    ),
}
