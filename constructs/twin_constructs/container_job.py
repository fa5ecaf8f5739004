"""What every kind of container job has: a role, a log group, and a definition."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.log_group import log_group

REGISTRY_TOKEN = (
    "The registry's authorization token is of the account and takes no resource; pulling is "
    "granted on the one repository"
)


class ContainerJob(Construct):
    """The definition of one kind of job; grant what the code calls to `role`.

    A kind makes its container with `role` and `log_driver`, and then calls `define`.
    """

    definition: batch.EcsJobDefinition

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.log_group = log_group(self, "Logs")
        self.role = iam.Role(
            self, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")
        )

    def log_driver(self) -> ecs.LogDriver:
        """Return where the container's lines go."""
        return ecs.LogDriver.aws_logs(stream_prefix="job", log_group=self.log_group)

    def define(
        self,
        container: batch.IEcsContainerDefinition,
        *,
        timeout: Duration,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        """Define jobs that begin again where Spot took their machine, and only then."""
        self.definition = batch.EcsJobDefinition(
            self,
            "Definition",
            container=container,
            parameters=dict(parameters or {}),
            timeout=timeout,
            retry_attempts=3,
            retry_strategies=[
                batch.RetryStrategy.of(batch.Action.RETRY, batch.Reason.SPOT_INSTANCE_RECLAIMED),
                batch.RetryStrategy.of(batch.Action.EXIT, batch.Reason.custom(on_reason="*")),
            ],
            # Executions that are still running keep the revision that they started with.
            skip_deregister_on_update=True,
        )
        acknowledge_own_policy(self.role)
        acknowledge_own_policy(container.execution_role)
        acknowledge(container.execution_role, {"AwsSolutions-IAM5[Resource::*]": REGISTRY_TOKEN})
