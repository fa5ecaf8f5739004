"""AWS Lambda."""

from __future__ import annotations

import io
import zipfile

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties
from twin_local.engine.types.tagging import tagging

FUNCTION = {"FunctionName": "{id}"}
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CLEARED: Properties = {
    "DeadLetterConfig": {"TargetArn": ""},
    "Description": "",
    "Environment": {"Variables": {}},
    "FileSystemConfigs": [],
    "Layers": [],
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
}


def _with_code(given: Properties, _: Properties) -> Properties:
    return {**given, "Code": _code(given["Code"], given.get("Runtime", ""))}


def _code(code: Properties, runtime: str) -> Properties:
    """Return the code, inline source as the zip file that CloudFormation makes of it."""
    source = code.get("ZipFile")
    if source is None:
        return code
    buffer = io.BytesIO()
    name = "index.js" if runtime.startswith("nodejs") else "index.py"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), source)
    return {**code, "ZipFile": buffer.getvalue()}


def _lifted_code(given: Properties, known: Properties) -> Properties:
    code = _code(given.get("Code", {}), known["p"].get("Runtime", ""))
    return {**code, **{key: value for key, value in given.items() if key != "Code"}}


CONCURRENCY = Call(
    "PutFunctionConcurrency",
    takes=("ReservedConcurrentExecutions",),
    fixed=FUNCTION,
    undo=Call("DeleteFunctionConcurrency", fixed=FUNCTION),
)

ENTRIES: Table = {
    "AWS::Lambda::Function": TypeEntry(
        service="lambda",
        name="FunctionName",
        ref="{p.FunctionName}",
        create=(Call("CreateFunction", reshape=_with_code), CONCURRENCY),
        update=(
            Call(
                "UpdateFunctionCode",
                takes=("Code", "Architectures"),
                fixed=FUNCTION,
                reshape=_lifted_code,
            ),
            Call("UpdateFunctionConfiguration", fixed=FUNCTION, cleared=CLEARED),
            tagging(
                "TagResource",
                "UntagResource",
                where={"Resource": "arn:aws:lambda:{region}:{account}:function:{id}"},
            ),
            CONCURRENCY,
        ),
        delete=(Call("DeleteFunction", fixed=FUNCTION),),
        attributes={"Arn": "arn:aws:lambda:{region}:{account}:function:{id}"},
    ),
    "AWS::Lambda::Version": TypeEntry(
        service="lambda",
        ref="{r.FunctionArn}",
        create=(Call("PublishVersion"),),
        delete=(
            Call(
                "DeleteFunction",
                fixed={"FunctionName": "{p.FunctionName}", "Qualifier": "{r.Version}"},
            ),
        ),
        attributes={"Version": "{r.Version}", "FunctionArn": "{r.FunctionArn}"},
    ),
    "AWS::Lambda::Alias": TypeEntry(
        service="lambda",
        ref="{r.AliasArn}",
        create=(Call("CreateAlias"),),
        update=(Call("UpdateAlias", cleared={"Description": ""}),),
        delete=(
            Call("DeleteAlias", fixed={"FunctionName": "{p.FunctionName}", "Name": "{p.Name}"}),
        ),
        attributes={"AliasArn": "{r.AliasArn}"},
    ),
    "AWS::Lambda::Permission": TypeEntry(
        service="lambda",
        name="StatementId",
        name_limit=100,
        ref="{p.StatementId}",
        create=(Call("AddPermission"),),
        delete=(
            Call(
                "RemovePermission",
                fixed={"FunctionName": "{p.FunctionName}", "StatementId": "{id}"},
            ),
        ),
        attributes={"Id": "{id}"},
    ),
    "AWS::Lambda::EventInvokeConfig": TypeEntry(
        service="lambda",
        ref="{p.FunctionName}|{p.Qualifier}",
        create=(PUT_INVOKE := Call("PutFunctionEventInvokeConfig"),),
        update=(PUT_INVOKE,),
        delete=(
            Call(
                "DeleteFunctionEventInvokeConfig",
                fixed={"FunctionName": "{p.FunctionName}", "Qualifier": "{p.Qualifier}"},
            ),
        ),
    ),
    "AWS::Lambda::EventSourceMapping": TypeEntry(
        service="lambda",
        ref="{r.UUID}",
        create=(Call("CreateEventSourceMapping"),),
        update=(Call("UpdateEventSourceMapping", fixed={"UUID": "{id}"}),),
        delete=(Call("DeleteEventSourceMapping", fixed={"UUID": "{id}"}),),
        attributes={"Id": "{id}", "EventSourceMappingArn": "{r.EventSourceMappingArn}"},
    ),
    "AWS::Lambda::LayerVersion": TypeEntry(
        service="lambda",
        name="LayerName",
        name_limit=140,
        ref="{r.LayerVersionArn}",
        create=(Call("PublishLayerVersion"),),
        delete=(
            Call(
                "DeleteLayerVersion",
                fixed={"LayerName": "{p.LayerName}", "VersionNumber": "{r.Version}"},
            ),
        ),
        attributes={"LayerVersionArn": "{id}"},
    ),
}
