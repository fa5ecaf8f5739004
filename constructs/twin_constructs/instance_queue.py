"""A queue of container jobs on Spot instances, which are there only while a job is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.batch_queue import job_queue
from twin_constructs.container_job import ContainerJob
from twin_constructs.job_network import JobNetwork
from twin_constructs.scratch import scratch_volume

SHARED_MEMORY = Size.gibibytes(2)
"""With GPUs: loaders of training data pass it between processes; Docker gives 64 MiB."""

INSTANCE_POLICY = "service-role/AmazonEC2ContainerServiceforEC2Role"
WRITTEN_BY_AWS = (
    "AWS keeps this policy for what its own agent on the instance calls; the jobs have roles of "
    "their own. https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html"
)


class InstanceQueue(Construct):
    """An environment of EC2 Spot instances and its queue, in the network of the jobs.

    It begins and ends with no instance, so it costs nothing while nothing runs. Jobs that no
    instance takes are cancelled after `waiting_limit`: often the account has no quota for them.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        network: JobNetwork,
        families: Sequence[str],
        maximum_vcpus: int,
        machine_image: batch.EcsMachineImageType = batch.EcsMachineImageType.ECS_AL2023,
        disk_gibibytes: int = 50,
        waiting_limit: Duration | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        environment = batch.ManagedEc2EcsComputeEnvironment(
            self,
            "Environment",
            vpc=network.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            security_groups=[network.security_group],
            spot=True,
            allocation_strategy=batch.AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED,
            use_optimal_instance_classes=False,
            instance_classes=[ec2.InstanceClass[family.upper()] for family in families],
            images=[batch.EcsMachineImage(image_type=machine_image)],
            minv_cpus=0,
            maxv_cpus=maximum_vcpus,
            instance_role=self._instance_role(),
            launch_template=self._launch_template(disk_gibibytes),
            update_to_latest_image_version=True,
            # A new image of the instances waits for jobs that run for hours.
            terminate_on_update=False,
            update_timeout=Duration.hours(6),
        )
        self.queue = job_queue(self, environment, waiting_limit or Duration.minutes(30))

    def _instance_role(self) -> iam.Role:
        role = iam.Role(
            self,
            "InstanceRole",
            assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(INSTANCE_POLICY)],
        )
        arn = f"arn:<AWS::Partition>:iam::aws:policy/{INSTANCE_POLICY}"
        acknowledge(role, {f"AwsSolutions-IAM4[Policy::{arn}]": WRITTEN_BY_AWS})
        return role

    def _launch_template(self, disk_gibibytes: int) -> ec2.LaunchTemplate:
        """Return how instances are: an encrypted disk, and their role by IMDSv2 alone."""
        disk = ec2.BlockDeviceVolume.ebs(
            disk_gibibytes,
            encrypted=True,
            volume_type=ec2.EbsDeviceVolumeType.GP3,
            delete_on_termination=True,
        )
        return ec2.LaunchTemplate(
            self,
            "LaunchTemplate",
            require_imdsv2=True,
            http_put_response_hop_limit=1,
            block_devices=[ec2.BlockDevice(device_name="/dev/xvda", volume=disk)],
        )


class InstanceJob(ContainerJob):
    """The definition of one kind of job on instances; grant what the code calls to `role`.

    It writes to `/tmp` alone, which the image declares as a volume. `user`, `gpus` and
    `writable_root` are for images that are not ours: those of this repository name their user, need
    no GPU, and write nowhere else.
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
        user: str | None = None,
        gpus: int | None = None,
        writable_root: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        container = batch.EcsEc2ContainerDefinition(
            self,
            "Container",
            image=image,
            cpu=vcpus,
            memory=Size.mebibytes(memory_mebibytes),
            gpu=gpus,
            command=list(command),
            environment=dict(environment or {}),
            secrets=dict(secrets) if secrets else None,
            job_role=self.role,
            user=user,
            privileged=False,
            readonly_root_filesystem=None if writable_root else True,
            volumes=None if writable_root else [scratch_volume()],
            linux_parameters=self._shared_memory() if gpus else None,
            logging=self.log_driver(),
        )
        self.define(container, timeout=timeout)

    def _shared_memory(self) -> batch.LinuxParameters:
        return batch.LinuxParameters(self, "Linux", shared_memory_size=SHARED_MEMORY)
