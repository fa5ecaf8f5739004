"""AWS Batch."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties
from twin_local.engine.types.tagging import map_tagging

TAGGING = map_tagging("TagResource", "UntagResource", where={"resourceArn": "{id}"})


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
    "AWS::Batch::ConsumableResource": TypeEntry(
        service="batch",
        name="ConsumableResourceName",
        name_limit=128,
        ref="{r.consumableResourceArn}",
        create=(Call("CreateConsumableResource"),),
        update=(
            Call(
                "UpdateConsumableResource",
                takes=("TotalQuantity",),
                names={"TotalQuantity": "quantity"},
                fixed={"consumableResource": "{id}", "operation": "SET"},
            ),
            TAGGING,
        ),
        delete=(Call("DeleteConsumableResource", fixed={"consumableResource": "{id}"}),),
        read=Call("DescribeConsumableResource", fixed={"consumableResource": "{id}"}),
        attributes={
            "ConsumableResourceArn": "{id}",
            "AvailableQuantity": "{r.availableQuantity}",
            "CreatedAt": "{r.createdAt}",
            "InUseQuantity": "{r.inUseQuantity}",
        },
    ),
    "AWS::Batch::SchedulingPolicy": TypeEntry(
        service="batch",
        name="Name",
        name_limit=128,
        ref="{r.arn}",
        create=(Call("CreateSchedulingPolicy"),),
        update=(
            Call(
                "UpdateSchedulingPolicy",
                takes=("FairsharePolicy",),
                fixed={"arn": "{id}"},
                cleared={"FairsharePolicy": {}},
            ),
            TAGGING,
        ),
        delete=(Call("DeleteSchedulingPolicy", fixed={"arn": "{id}"}),),
        attributes={"Arn": "{id}"},
        inert={"QuotaSharePolicy": "jobs are shared by the fair share policy only"},
    ),
}
