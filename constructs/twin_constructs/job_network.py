"""The network of container jobs: a way out for HTTPS, no way in, and no NAT gateway."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.log_group import log_group

PUBLIC_SUBNETS = (
    "Jobs have a public address for outgoing calls to AWS and the registry and accept no "
    "connection: the security group has no inbound rule. A NAT gateway would cost a fixed price "
    "per hour for jobs that run a few minutes a day"
)
PUBLIC_ADDRESSES = (
    "Instances of the GPU queue reach the registry and AWS through an address of their own and "
    "accept no connection: the security group has no inbound rule. Private ones would need a NAT "
    "gateway or a row of endpoints, which bill by the hour while nothing runs"
)
CLOSED_BY_PROVIDER = (
    "The group's rules are revoked at deployment by the resource beside the VPC; a template alone "
    "cannot express that, which is all that this rule looks at"
)
CDK_PROVIDER = (
    "The function, its role and its runtime are the AWS CDK's own provider that revokes the rules "
    "of the default security group; it runs only while CloudFormation deploys and may change that "
    "one group"
)
PROVIDER_ID = "Custom::VpcRestrictDefaultSGCustomResourceProvider"


class JobNetwork(Construct):
    """A VPC over two zones with public subnets, and the security group of the jobs.

    Tasks of Fargate ask for a public address each. Instances get theirs of the subnet: only where
    there are some it has `addresses_for_instances`.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, addresses_for_instances: bool = False
    ) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            restrict_default_security_group=True,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="Jobs",
                    subnet_type=ec2.SubnetType.PUBLIC,
                    cidr_mask=22,
                    map_public_ip_on_launch=addresses_for_instances,
                )
            ],
        )
        self._log_flows()
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
        self._acknowledge(addresses_for_instances=addresses_for_instances)

    def _log_flows(self) -> None:
        flows = ec2.FlowLog(
            self,
            "Flows",
            resource_type=ec2.FlowLogResourceType.from_vpc(self.vpc),
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(log_group(self, "FlowLogs")),
        )
        if flows.iam_role is not None:
            acknowledge_own_policy(flows.iam_role)

    def _acknowledge(self, *, addresses_for_instances: bool) -> None:
        packs = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
        for pack in packs:
            acknowledge(
                self.vpc,
                {
                    f"{pack}-VPCDefaultSecurityGroupClosed": CLOSED_BY_PROVIDER,
                    f"{pack}-VPCNoUnrestrictedRouteToIGW": PUBLIC_SUBNETS,
                },
            )
            if addresses_for_instances:
                rule = f"{pack}-VPCSubnetAutoAssignPublicIpDisabled"
                for subnet in self.vpc.public_subnets:
                    acknowledge(subnet, {rule: PUBLIC_ADDRESSES})
        provider = Stack.of(self).node.find_child(PROVIDER_ID)
        findings = [
            "AwsSolutions-L1",
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AWSLambdaBasicExecutionRole]",
            *(f"{pack}-IAMNoInlinePolicy" for pack in packs),
            *(f"{pack}-LambdaInsideVPC" for pack in packs),
            *(f"{pack}-LambdaConcurrency" for pack in packs[:2]),
            *(f"{pack}-LambdaDLQ" for pack in packs[:2]),
        ]
        acknowledge(provider, dict.fromkeys(findings, CDK_PROVIDER))
