"""Amazon EventBridge Pipes."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties

NAME = {"Name": "{id}"}
CHANGEABLE = (
    "Description",
    "DesiredState",
    "Enrichment",
    "EnrichmentParameters",
    "KmsKeyIdentifier",
    "RoleArn",
    "SourceParameters",
    "Target",
    "TargetParameters",
)
STREAM = "DynamoDBStreamParameters"


def _update(given: Properties, _: Properties) -> Properties:
    """Return what an update may give: where a stream is read from is fixed."""
    settings = dict(given.get("SourceParameters") or {})
    if STREAM in settings:
        settings[STREAM] = {
            key: value for key, value in settings[STREAM].items() if key != "StartingPosition"
        }
    return {**given, "SourceParameters": settings} if settings else given


ENTRIES: Table = {
    "AWS::Pipes::Pipe": TypeEntry(
        service="pipes",
        name="Name",
        ref="{p.Name}",
        create=(Call("CreatePipe"),),
        update=(
            Call("UpdatePipe", takes=CHANGEABLE, fixed=NAME, reshape=_update),
            Call(
                "TagResource",
                takes=("Tags",),
                names={"Tags": "tags"},
                fixed={"resourceArn": "{r.Arn}"},
            ),
        ),
        delete=(Call("DeletePipe", fixed=NAME),),
        read=Call("DescribePipe", fixed=NAME),
        settled="{r.CurrentState}",
        attributes={
            "Arn": "{r.Arn}",
            "CreationTime": "{r.CreationTime}",
            "CurrentState": "{r.CurrentState}",
            "LastModifiedTime": "{r.LastModifiedTime}",
            "StateReason": "{r.StateReason}",
        },
        inert={"LogConfiguration": "what a pipe does is in the log of the embedded AWS"},
    ),
}
