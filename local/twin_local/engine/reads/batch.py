"""How AWS Batch is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

OPERATIONS: Reads = {
    ("batch", "CreateComputeEnvironment"): (
        Read(
            "DescribeComputeEnvironments",
            {"computeEnvironments": ["{a.computeEnvironmentArn}"]},
            root="computeEnvironments.0",
        ),
    ),
    ("batch", "CreateJobQueue"): (
        Read("DescribeJobQueues", {"jobQueues": ["{a.jobQueueArn}"]}, root="jobQueues.0"),
    ),
    ("batch", "RegisterJobDefinition"): (
        Read(
            "DescribeJobDefinitions",
            {"jobDefinitions": ["{a.jobDefinitionArn}"]},
            root="jobDefinitions.0",
            unread={"retryStrategy.evaluateOnExit.action": "the service writes it in lower case"},
        ),
    ),
    ("batch", "CreateConsumableResource"): (
        Read("DescribeConsumableResource", {"consumableResource": "{a.consumableResourceArn}"}),
    ),
    ("batch", "CreateSchedulingPolicy"): (
        Read("DescribeSchedulingPolicies", {"arns": ["{a.arn}"]}, root="schedulingPolicies.0"),
    ),
}
