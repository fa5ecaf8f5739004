"""A queue of container jobs on Fargate Spot, in a network that nothing can reach from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size, Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.log_group import log_group

PACKS = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")

PUBLIC_SUBNETS = (
    "Jobs have a public address for outgoing calls to AWS and the registry and accept no "
    "connection: the security group has no inbound rule. A NAT gateway would cost a fixed price "
    "per hour for jobs that run a few minutes a day"
)


DEFAULT_GROUP = (
    "Nothing is attached to the default security group; jobs use a group of their own without "
    "inbound rules. Emptying the default one would take a privileged function at deployment"
)
OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it grants the "
    "actions that the job's code calls"
)
REGISTRY_TOKEN = (
    "ecr:GetAuthorizationToken has no resource to name; pulling is limited to the job's own image"
)


class BatchQueue(Construct):
    """A VPC without NAT, a Fargate Spot environment and its queue.

    Public attributes: `vpc`, `security_group`, `queue`. Jobs that cannot start are cancelled after
    `waiting_limit` instead of waiting for ever.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        maximum_vcpus: int = 16,
        waiting_limit: Duration | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.vpc = _network(self)
        self.security_group = ec2.SecurityGroup(
            self,
            "Outgoing",
            vpc=self.vpc,
            description="Container jobs: HTTPS to the outside, nothing to the inside",
            allow_all_outbound=False,
        )
        self.security_group.add_egress_rule(
            ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "HTTPS to AWS services and the image registry"
        )
        environment = batch.FargateComputeEnvironment(
            self,
            "Environment",
            vpc=self.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            security_groups=[self.security_group],
            spot=True,
            maxv_cpus=maximum_vcpus,
        )
        self.queue = batch.JobQueue(
            self,
            "Queue",
            compute_environments=[
                batch.OrderedComputeEnvironment(compute_environment=environment, order=1)
            ],
            job_state_time_limit_actions=_cancel_waiting(waiting_limit or Duration.minutes(30)),
        )


class BatchJob(Construct):
    """The definition of one kind of job: image, size, role and log group.

    `command` may hold `Ref::name` parameters. Grant what the code calls to `role`.
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
            assign_public_ip=True,
            readonly_root_filesystem=False,
            logging=ecs.LogDriver.aws_logs(stream_prefix="job", log_group=self.log_group),
        )
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
        acknowledge(self, {f"{pack}-IAMNoInlinePolicy": OWN_POLICY for pack in PACKS})
        acknowledge(container.execution_role, {"AwsSolutions-IAM5[Resource::*]": REGISTRY_TOKEN})


def _network(scope: Construct) -> ec2.Vpc:
    region = Stack.of(scope).region
    vpc = ec2.Vpc(
        scope,
        "Vpc",
        # Named, so that synth needs no account to look zones up in.
        availability_zones=[f"{region}a", f"{region}b"],
        nat_gateways=0,
        restrict_default_security_group=False,
        subnet_configuration=[
            ec2.SubnetConfiguration(
                name="Jobs",
                subnet_type=ec2.SubnetType.PUBLIC,
                cidr_mask=22,
                map_public_ip_on_launch=False,
            )
        ],
        flow_logs={
            "Flow": ec2.FlowLogOptions(
                destination=ec2.FlowLogDestination.to_cloud_watch_logs(log_group(scope, "FlowLogs"))
            )
        },
    )
    acknowledge(
        vpc,
        {
            finding: reason
            for pack in PACKS
            for finding, reason in (
                (f"{pack}-VPCDefaultSecurityGroupClosed", DEFAULT_GROUP),
                (f"{pack}-VPCNoUnrestrictedRouteToIGW", PUBLIC_SUBNETS),
                (f"{pack}-IAMNoInlinePolicy", OWN_POLICY),
            )
        },
    )
    return vpc


def _cancel_waiting(limit: Duration) -> list[batch.JobStateTimeLimitAction]:
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
