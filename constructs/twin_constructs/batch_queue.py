"""A queue of container jobs on Fargate Spot, in a network that nothing can reach from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.job_network import JobNetwork
from twin_constructs.log_group import log_group

REGISTRY_TOKEN = (
    "The registry's authorization token is of the account and takes no resource; pulling is "
    "granted on the one repository"
)


class BatchQueue(Construct):
    """A VPC without NAT, a Fargate Spot environment and its queue.

    Jobs that cannot start are cancelled after `waiting_limit` instead of waiting for ever. Another
    queue may share the `network`; with `addresses_for_instances` its jobs may be on instances.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        maximum_vcpus: int,
        waiting_limit: Duration | None = None,
        addresses_for_instances: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        self.network = JobNetwork(self, "Network", addresses_for_instances=addresses_for_instances)
        environment = batch.FargateComputeEnvironment(
            self,
            "Environment",
            vpc=self.network.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            security_groups=[self.network.security_group],
            spot=True,
            maxv_cpus=maximum_vcpus,
        )
        self.queue = batch.JobQueue(
            self,
            "Queue",
            compute_environments=[
                batch.OrderedComputeEnvironment(compute_environment=environment, order=1)
            ],
            job_state_time_limit_actions=cancel_waiting(waiting_limit or Duration.minutes(30)),
        )


class BatchJob(Construct):
    """The definition of one kind of job: image, size, role and log group.

    `command` may hold `Ref::name` parameters. Grant what the code calls to `role`. `user` is for
    images that are not ours: those of this repository name theirs.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        image: ecs.ContainerImage,
        command: Sequence[str],
        vcpus: float,
        memory_mebibytes: int,
        timeout: Duration,
        environment: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.log_group = log_group(self, "Logs")
        self.role = iam.Role(
            self, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")
        )
        container = batch.EcsFargateContainerDefinition(
            self,
            "Container",
            image=image,
            cpu=vcpus,
            memory=Size.mebibytes(memory_mebibytes),
            command=list(command),
            environment=dict(environment or {}),
            job_role=self.role,
            user=user,
            assign_public_ip=True,
            readonly_root_filesystem=False,
            logging=ecs.LogDriver.aws_logs(stream_prefix="job", log_group=self.log_group),
        )
        self.definition = job_definition(
            self, container, timeout=timeout, parameters=parameters or {}
        )
        acknowledge_own_policy(self.role)
        acknowledge_pulling(container)


def job_definition(
    scope: Construct,
    container: batch.IEcsContainerDefinition,
    *,
    timeout: Duration,
    parameters: Mapping[str, str],
) -> batch.EcsJobDefinition:
    """Return the definition of jobs that begin again where Spot took their machine, only then."""
    return batch.EcsJobDefinition(
        scope,
        "Definition",
        container=container,
        parameters=dict(parameters),
        timeout=timeout,
        retry_attempts=3,
        retry_strategies=[
            batch.RetryStrategy.of(batch.Action.RETRY, batch.Reason.SPOT_INSTANCE_RECLAIMED),
            batch.RetryStrategy.of(batch.Action.EXIT, batch.Reason.custom(on_reason="*")),
        ],
        # Executions that are still running keep the revision that they started with.
        skip_deregister_on_update=True,
    )


def acknowledge_pulling(container: batch.IEcsContainerDefinition) -> None:
    """Acknowledge what the role that starts a container needs to pull it and to log."""
    acknowledge_own_policy(container.execution_role)
    acknowledge(container.execution_role, {"AwsSolutions-IAM5[Resource::*]": REGISTRY_TOKEN})


def cancel_waiting(limit: Duration) -> list[batch.JobStateTimeLimitAction]:
    """Return what ends jobs that no machine takes within a time."""
    return [
        batch.JobStateTimeLimitAction(
            action=batch.JobStateTimeLimitActionsAction.CANCEL,
            reason=reason,
            state=batch.JobStateTimeLimitActionsState.RUNNABLE,
            max_time=limit,
        )
        for reason in (
            batch.JobStateTimeLimitActionsReason.INSUFFICIENT_INSTANCE_CAPACITY,
            batch.JobStateTimeLimitActionsReason.COMPUTE_ENVIRONMENT_MAX_RESOURCE,
            batch.JobStateTimeLimitActionsReason.JOB_RESOURCE_REQUIREMENT,
        )
    ]
