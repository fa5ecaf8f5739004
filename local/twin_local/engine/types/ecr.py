"""Amazon ECR."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties
from twin_local.engine.types.tagging import tagging

REPOSITORY = {"repositoryName": "{id}"}
TAGGED = {"resourceArn": "{r.repository.repositoryArn}"}


def _lifecycle(given: Properties, _: Properties) -> Properties:
    return {"LifecyclePolicyText": given["LifecyclePolicy"]["LifecyclePolicyText"]}


SETTINGS = (
    Call(
        "PutLifecyclePolicy",
        takes=("LifecyclePolicy",),
        reshape=_lifecycle,
        fixed=REPOSITORY,
        undo=Call("DeleteLifecyclePolicy", fixed=REPOSITORY),
    ),
    Call(
        "SetRepositoryPolicy",
        takes=("RepositoryPolicyText",),
        names={"RepositoryPolicyText": "policyText"},
        fixed=REPOSITORY,
        undo=Call("DeleteRepositoryPolicy", fixed=REPOSITORY),
    ),
)

ENTRIES: Table = {
    "AWS::ECR::Repository": TypeEntry(
        service="ecr",
        name="RepositoryName",
        name_limit=256,
        name_lower=True,
        ref="{p.RepositoryName}",
        create=(Call("CreateRepository"), *SETTINGS),
        update=(
            Call(
                "PutImageTagMutability",
                takes=("ImageTagMutability",),
                fixed=REPOSITORY,
                cleared={"ImageTagMutability": "MUTABLE"},
            ),
            Call(
                "PutImageScanningConfiguration",
                takes=("ImageScanningConfiguration",),
                fixed=REPOSITORY,
                cleared={"ImageScanningConfiguration": {"ScanOnPush": False}},
            ),
            tagging("TagResource", "UntagResource", where=TAGGED, gone={"tagKeys": ["{item.Key}"]}),
            *SETTINGS,
        ),
        delete=(
            Call(
                "DeleteRepository",
                fixed={**REPOSITORY, "force": "{p.EmptyOnDelete}"},
            ),
        ),
        attributes={
            "Arn": "{r.repository.repositoryArn}",
            "RepositoryUri": "{r.repository.repositoryUri}",
        },
        inert={"EmptyOnDelete": "used when the repository is deleted"},
    ),
}
