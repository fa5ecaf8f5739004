"""AWS Batch."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties


def _enabled(given: Properties, _: Properties) -> Properties:
    """Say what is the default: a queue takes jobs."""
    return {"State": "ENABLED", **given}


ENTRIES: Table = {
    "AWS::Batch::ComputeEnvironment": TypeEntry(
        service="batch",
        name="ComputeEnvironmentName",
        name_limit=128,
        ref="{r.computeEnvironmentArn}",
        create=(Call("CreateComputeEnvironment"),),
        update=(Call("UpdateComputeEnvironment", fixed={"computeEnvironment": "{id}"}),),
        delete=(
            Call(
                "UpdateComputeEnvironment",
                fixed={"computeEnvironment": "{id}", "state": "DISABLED"},
            ),
            Call("DeleteComputeEnvironment", fixed={"computeEnvironment": "{id}"}),
        ),
        attributes={"ComputeEnvironmentArn": "{id}"},
        inert={
            "ComputeResources.UpdateToLatestImageVersion": "jobs run as local processes",
            "ReplaceComputeEnvironment": "only says how CloudFormation updates it",
            "UpdatePolicy": "there are no instances to replace",
        },
    ),
    "AWS::Batch::JobQueue": TypeEntry(
        service="batch",
        name="JobQueueName",
        name_limit=128,
        ref="{r.jobQueueArn}",
        create=(Call("CreateJobQueue", reshape=_enabled),),
        update=(Call("UpdateJobQueue", fixed={"jobQueue": "{id}"}),),
        delete=(
            Call("UpdateJobQueue", fixed={"jobQueue": "{id}", "state": "DISABLED"}),
            Call("DeleteJobQueue", fixed={"jobQueue": "{id}"}),
        ),
        attributes={"JobQueueArn": "{id}"},
        inert={"JobStateTimeLimitActions": "no job waits here for capacity that does not come"},
    ),
    "AWS::Batch::JobDefinition": TypeEntry(
        service="batch",
        name="JobDefinitionName",
        name_limit=128,
        ref="{r.jobDefinitionArn}",
        create=(Call("RegisterJobDefinition"),),
        delete=(Call("DeregisterJobDefinition", fixed={"jobDefinition": "{id}"}),),
        attributes={"JobDefinitionArn": "{id}"},
        inert={"ResourceRetentionPolicy": "a replaced revision is always deregistered here"},
        replace=("ContainerProperties", "Timeout", "RetryStrategy", "Parameters", "Tags"),
    ),
}
