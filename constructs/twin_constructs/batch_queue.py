"""A queue of container jobs on Fargate Spot, in a network that nothing can reach from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin_constructs.container_job import ContainerJob
from twin_constructs.job_network import JobNetwork
from twin_constructs.scratch import scratch_volume, without_host


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
        self.queue = job_queue(self, environment, waiting_limit or Duration.minutes(30))


class BatchJob(ContainerJob):
    """The definition of one kind of job: image, size, role and log group.

    `command` may hold `Ref::name` parameters. Grant what the code calls to `role`. Jobs write to
    `/tmp` alone, which the image declares as a volume. `user` and `writable_root` are for images
    that are not ours: those of this repository name their user and write nowhere else.
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
        secrets: Mapping[str, batch.Secret] | None = None,
        parameters: Mapping[str, str] | None = None,
        user: str | None = None,
        writable_root: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        container = batch.EcsFargateContainerDefinition(
            self,
            "Container",
            image=image,
            cpu=vcpus,
            memory=Size.mebibytes(memory_mebibytes),
            command=list(command),
            environment=dict(environment or {}),
            secrets=dict(secrets) if secrets else None,
            job_role=self.role,
            user=user,
            assign_public_ip=True,
            readonly_root_filesystem=not writable_root,
            volumes=[] if writable_root else [scratch_volume()],
            logging=self.log_driver(),
        )
        self.define(container, timeout=timeout, parameters=parameters)
        if not writable_root:
            without_host(self.definition)


def job_queue(
    scope: Construct, environment: batch.IComputeEnvironment, waiting_limit: Duration
) -> batch.JobQueue:
    """Return the queue of one environment; it cancels jobs that wait longer for a machine."""
    return batch.JobQueue(
        scope,
        "Queue",
        compute_environments=[
            batch.OrderedComputeEnvironment(compute_environment=environment, order=1)
        ],
        job_state_time_limit_actions=_cancel_waiting(waiting_limit),
    )


def _cancel_waiting(limit: Duration) -> list[batch.JobStateTimeLimitAction]:
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
