"""How AWS Lambda is read back."""

from __future__ import annotations

import json
from collections.abc import Callable

from twin_local.engine.reads.read import Answer, Read, Reads

CODE = "code is read back as a digest only"


def _by_arn(name: str) -> Callable[[Answer], Answer]:
    return lambda items: [item[name] for item in items or []]


def _statements(policy: str) -> Answer:
    """Return the statements of a function's policy as AddPermission was given them."""
    return [
        {
            "StatementId": statement["Sid"],
            "Action": statement["Action"],
            "Principal": next(iter(statement["Principal"].values()))
            if isinstance(statement["Principal"], dict)
            else statement["Principal"],
            "FunctionName": statement["Resource"],
            **{
                name.rpartition(":")[2]: value
                for condition in statement.get("Condition", {}).values()
                for name, value in condition.items()
            },
        }
        for statement in json.loads(policy)["Statement"]
    ]


OPERATIONS: Reads = {
    ("lambda", "AddPermission"): (
        Read(
            "GetPolicy",
            {"FunctionName": "{q.FunctionName}"},
            root="Policy",
            then=_statements,
        ),
    ),
    ("lambda", "CreateAlias"): (
        Read("GetAlias", {"FunctionName": "{q.FunctionName}", "Name": "{q.Name}"}),
    ),
    ("lambda", "CreateEventSourceMapping"): (
        Read(
            "GetEventSourceMapping",
            {"UUID": "{a.UUID}"},
            then=lambda found: {
                **found,
                "Enabled": found["State"] == "Enabled",
                "FunctionName": found["FunctionArn"].rpartition(":")[2],
            },
        ),
    ),
    ("lambda", "CreateFunction"): (
        Read(
            "GetFunction",
            {"FunctionName": "{q.FunctionName}"},
            root="Configuration",
            unread={"Code": CODE, "Publish": "it only says what to do"},
        ),
        Read("GetFunction", {"FunctionName": "{q.FunctionName}"}, root="Tags", into="Tags"),
        Read(
            "GetFunction",
            {"FunctionName": "{q.FunctionName}"},
            root="Configuration.Layers",
            into="Layers",
            then=_by_arn("Arn"),
        ),
        Read(
            "GetFunction",
            {"FunctionName": "{q.FunctionName}"},
            root="Configuration.ImageConfigResponse.ImageConfig",
            into="ImageConfig",
        ),
    ),
    ("lambda", "PublishLayerVersion"): (
        Read(
            "GetLayerVersion",
            {"LayerName": "{q.LayerName}", "VersionNumber": "{a.Version}"},
            unread={"Content": CODE},
        ),
    ),
    ("lambda", "PublishVersion"): (
        Read("GetFunction", {"FunctionName": "{a.FunctionArn}"}, root="Configuration"),
    ),
    ("lambda", "PutFunctionConcurrency"): (
        Read("GetFunctionConcurrency", {"FunctionName": "{q.FunctionName}"}),
    ),
    ("lambda", "PutFunctionEventInvokeConfig"): (
        Read(
            "GetFunctionEventInvokeConfig",
            {"FunctionName": "{q.FunctionName}", "Qualifier": "{q.Qualifier}"},
        ),
    ),
}
