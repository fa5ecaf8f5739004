"""How Amazon EC2 is read back."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.engine.reads.read import Answer, Read, Reads

ROUTES = {"RouteTableIds": ["{q.RouteTableId}"]}


def _unwrapped(name: str) -> Callable[[Answer], Answer]:
    return lambda answer: {name: {"Value": answer[name]}}


OPERATIONS: Reads = {
    ("ec2", "AssociateRouteTable"): (
        Read("DescribeRouteTables", ROUTES, root="RouteTables.0.Associations"),
    ),
    ("ec2", "AttachInternetGateway"): (
        Read(
            "DescribeInternetGateways",
            {"InternetGatewayIds": ["{q.InternetGatewayId}"]},
            root="InternetGateways.0.Attachments",
        ),
    ),
    ("ec2", "AuthorizeSecurityGroupEgress"): (
        Read(
            "DescribeSecurityGroups",
            {"GroupIds": ["{q.GroupId}"]},
            root="SecurityGroups.0.IpPermissionsEgress",
            into="IpPermissions",
        ),
    ),
    ("ec2", "AuthorizeSecurityGroupIngress"): (
        Read(
            "DescribeSecurityGroups",
            {"GroupIds": ["{q.GroupId}"]},
            root="SecurityGroups.0.IpPermissions",
            into="IpPermissions",
        ),
    ),
    ("ec2", "CreateFlowLogs"): (
        Read(
            "DescribeFlowLogs",
            {"FlowLogIds": ["{a.FlowLogIds.0}"]},
            root="FlowLogs.0",
            unread={"ResourceType": "the id of the resource tells its type"},
        ),
        Read(
            "DescribeFlowLogs",
            {"FlowLogIds": ["{a.FlowLogIds.0}"]},
            root="FlowLogs.0.ResourceId",
            into="ResourceIds",
            then=lambda resource: [resource],
        ),
    ),
    ("ec2", "CreateInternetGateway"): (
        Read(
            "DescribeInternetGateways",
            {"InternetGatewayIds": ["{a.InternetGateway.InternetGatewayId}"]},
            root="InternetGateways.0",
        ),
    ),
    ("ec2", "CreateLaunchTemplate"): (
        Read(
            "DescribeLaunchTemplateVersions",
            {
                "LaunchTemplateId": "{a.LaunchTemplate.LaunchTemplateId}",
                "Versions": ["$Latest"],
            },
            root="LaunchTemplateVersions.0",
        ),
        Read(
            "DescribeLaunchTemplates",
            {"LaunchTemplateIds": ["{a.LaunchTemplate.LaunchTemplateId}"]},
            root="LaunchTemplates.0.Tags",
            into="TagSpecifications",
            then=lambda tags: [{"ResourceType": "launch-template", "Tags": tags}],
        ),
    ),
    ("ec2", "CreateRoute"): (Read("DescribeRouteTables", ROUTES, root="RouteTables.0.Routes"),),
    ("ec2", "CreateRouteTable"): (
        Read(
            "DescribeRouteTables",
            {"RouteTableIds": ["{a.RouteTable.RouteTableId}"]},
            root="RouteTables.0",
        ),
    ),
    ("ec2", "CreateSecurityGroup"): (
        Read("DescribeSecurityGroups", {"GroupIds": ["{a.GroupId}"]}, root="SecurityGroups.0"),
    ),
    ("ec2", "CreateSubnet"): (
        Read("DescribeSubnets", {"SubnetIds": ["{a.Subnet.SubnetId}"]}, root="Subnets.0"),
    ),
    ("ec2", "CreateTags"): (
        Read(
            "DescribeTags",
            {"Filters": [{"Name": "resource-id", "Values": ["{q.Resources.0}"]}]},
            root="Tags",
            into="Tags",
            then=lambda tags: [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags],
        ),
    ),
    ("ec2", "CreateVpc"): (Read("DescribeVpcs", {"VpcIds": ["{a.Vpc.VpcId}"]}, root="Vpcs.0"),),
    ("ec2", "CreateVpcEndpoint"): (
        Read(
            "DescribeVpcEndpoints",
            {"VpcEndpointIds": ["{a.VpcEndpoint.VpcEndpointId}"]},
            root="VpcEndpoints.0",
        ),
    ),
    ("ec2", "ModifySubnetAttribute"): (
        Read(
            "DescribeSubnets",
            {"SubnetIds": ["{q.SubnetId}"]},
            root="Subnets.0",
            then=_unwrapped("MapPublicIpOnLaunch"),
        ),
    ),
    ("ec2", "ModifyVpcAttribute"): tuple(
        Read("DescribeVpcAttribute", {"VpcId": "{q.VpcId}", "Attribute": name})
        for name in ("enableDnsSupport", "enableDnsHostnames")
    ),
}
